import {
  isUnranked,
  telltalesByRound,
  type GeneratorId,
  type LoadLevel,
  type Part,
  type WindowRecord,
} from "@stackbench/model";
import type { Looks, Verdict } from "@stackbench/statistics";
import type { PartFigure } from "../row.ts";
import { summariseSide, wholeBase, type ComparedSide } from "./cases.ts";
import { armIn, type Arms } from "./arms.ts";
import { comparePairs, type Change, type Sides } from "./pairs.ts";
import { partTimes } from "./part-times.ts";

/** One kind of request of a case in the three arms of `bench ab`. */
export interface RevisionPart {
  name: string;
  figure: PartFigure;
  /** Medians over the rounds, ms. */
  base: ComparedSide | null;
  head: ComparedSide | null;
  /** Head against base, and the base against itself; null where a side tells no times. */
  change: Change | null;
  control: Change | null;
  /** "unresolved" too where the base differs from itself, or a side may not be ranked. */
  verdict: Verdict;
}

/** Windows of one case with its parts, by arm. */
export interface PartedCase {
  parts: readonly Part[];
  level: LoadLevel;
  generator: GeneratorId;
  windows: readonly WindowRecord[];
  /** Variant keys. */
  base: string;
  baseAgain: string;
  head: string;
}

/**
 * Compares each part of every case by its times, as cases are. The pairs of all parts are one family, beside that of what
 * the cases are compared by: a verdict on the whole is none the weaker for its parts.
 */
export function compareRevisionParts(cases: readonly PartedCase[], looks: Looks): RevisionPart[][] {
  const sides = cases.flatMap((one, index) => {
    const ofCase = sidesIn(telltalesByRound(one.windows, one.generator), one);
    return one.parts.map(({ name }, part) => {
      const { figure, arms } = partTimes(part, one.level, one.windows, one.generator);
      const own = sidesIn(arms, one);
      const [base, head] = [wholeBase(own), own.head];
      const pool = JSON.stringify([index, name]);
      const pairs = [
        { ...own, telltales: ofCase },
        { ...againstItself(own), telltales: againstItself(ofCase) },
      ].map((pair) => ({ ...pair, pool, better: "lower" as const }));
      const mayNotBeRanked = one.windows.some(isUnranked);
      return { index, name, figure, base, head, pairs, mayNotBeRanked };
    });
  });
  const changes = comparePairs(
    sides.flatMap(({ pairs }) => pairs),
    { paired: looks },
  );
  const parts = sides.map(({ index, name, figure, base, head, mayNotBeRanked }, place) => {
    const [change = null, control = null] = changes.slice(place * 2);
    const isSteady = control?.verdict === "tie" || control?.verdict === "unresolved";
    const verdict = change && isSteady && !mayNotBeRanked ? change.verdict : "unresolved";
    const told = { base: summariseSide(base), head: summariseSide(head), change, control };
    return { index, part: { name, figure, ...told, verdict } satisfies RevisionPart };
  });
  return cases.map((_, index) =>
    parts.filter((one) => one.index === index).map(({ part }) => part),
  );
}

function sidesIn(arms: Arms, keys: Pick<PartedCase, "base" | "baseAgain" | "head">) {
  const { base, baseAgain, head } = keys;
  return { base: armIn(arms, base), baseAgain: armIn(arms, baseAgain), head: armIn(arms, head) };
}

function againstItself({ base, baseAgain }: ReturnType<typeof sidesIn>): Sides {
  return { base, head: baseAgain };
}
