import {
  compareArms,
  compareUnpaired,
  holm,
  verdictOf,
  type ArmComparison,
  type Verdict,
} from "@stackbench/statistics";
import { comparisonRules } from "./comparison-rules.ts";

/** By how much a figure of the head differs from the base's. */
export interface Change {
  /** Head ÷ base, the Hodges-Lehmann estimate, with its interval; 0 to Infinity where too few rounds allow none. */
  ratio: number;
  low: number;
  high: number;
  /** What the interval really reaches, 0 to 1. */
  confidence: number;
  /** Rounds that both sides have, where equal rounds were compared with each other; else null. */
  commonRounds: number | null;
  /** Of the test, and after Holm's adjustment over the whole family. */
  p: number;
  adjustedP: number;
  /** Of the head: "faster" is the better one, also where a lower figure is better. */
  verdict: Verdict;
}

/** One figure of two sides by round, all positive. */
export interface Pair {
  base: ReadonlyMap<number, number>;
  head: ReadonlyMap<number, number>;
  /** Whether equal rounds were held side by side. */
  paired: boolean;
  better: "higher" | "lower";
}

/**
 * Compares every pair; all of them are one family, so that the chance of even one false "faster" or "slower" is at
 * most 5 %. Paired: signed-rank test on the rounds that both sides have. Else: rank-sum test on all rounds.
 * Null where there is nothing to compare.
 */
export function comparePairs(pairs: readonly Pair[]): (Change | null)[] {
  const measured = pairs.map((pair) => (pair.paired ? byRounds(pair) : bySamples(pair)));
  const adjusted = holm(measured.flatMap((one) => (one ? [one.p] : [])));
  let next = 0;
  return measured.map((one, index) => {
    if (!one) return null;
    const evidence = { ...one, adjustedP: adjusted[next++]! };
    const verdict = verdictOf(evidence, comparisonRules);
    return {
      ...evidence,
      verdict: pairs[index]!.better === "higher" ? verdict : opposite[verdict],
    };
  });
}

type Measured = Omit<Change, "adjustedP" | "verdict">;

const opposite: Record<Verdict, Verdict> = {
  faster: "slower",
  slower: "faster",
  tie: "tie",
  unresolved: "unresolved",
};

function byRounds({ base, head }: Pair): Measured | undefined {
  const [found] = compareArms(
    new Map([
      ["head", head],
      ["base", base],
    ]),
    comparisonRules,
  );
  return found && { ...numbersOf(found), commonRounds: found.rounds };
}

function bySamples({ base, head }: Pair): Measured | undefined {
  if (base.size === 0 || head.size === 0) return undefined;
  const found = compareUnpaired([...head.values()], [...base.values()], comparisonRules);
  return { ...numbersOf(found), commonRounds: null };
}

type Numbers = Pick<ArmComparison, "ratio" | "low" | "high" | "confidence" | "p">;

function numbersOf({ ratio, low, high, confidence, p }: Numbers): Numbers {
  return { ratio, low, high, confidence, p };
}
