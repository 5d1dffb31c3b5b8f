import {
  telltalesByRound,
  type GeneratorId,
  type LoadLevel,
  type Part,
  type WindowRecord,
} from "@stackbench/model";
import type { Looks } from "@stackbench/statistics";
import type { PartRelative } from "../row.ts";
import { intervalOf } from "../summarise/interval.ts";
import { armIn } from "./arms.ts";
import { comparePairs } from "./pairs.ts";
import { partTimes } from "./part-times.ts";

/** What is compared of the parts of a group's rows. */
interface ComparedParts {
  parts: readonly Part[];
  level: LoadLevel;
  windows: readonly WindowRecord[];
  generator: GeneratorId;
  looks: Looks;
}

/**
 * How the times of each part stand to the anchor's, by row. All pairs of rows in all parts are one family, beside that of
 * what the rows are ranked by. `ranked` are the keys of rows that may be compared.
 */
export function compareParts(
  ranked: readonly string[],
  anchor: string,
  { parts, level, windows, generator, looks }: ComparedParts,
): Map<string, PartRelative[]> {
  const keys = [anchor, ...ranked.filter((key) => key !== anchor)];
  const telltales = telltalesByRound(windows, generator);
  const pairs = parts.flatMap(({ name }, index) => {
    const { figure, arms } = partTimes(index, level, windows, generator);
    return keys.flatMap((base, place) =>
      keys.slice(place + 1).map((head) => ({
        name,
        figure,
        base,
        head,
        rounds: {
          base: armIn(arms, base),
          head: armIn(arms, head),
          telltales: { base: armIn(telltales, base), head: armIn(telltales, head) },
          better: "lower" as const,
          pool: name,
        },
      })),
    );
  });
  const changes = comparePairs(
    pairs.map(({ rounds }) => rounds),
    { paired: looks },
  );
  const relatives = new Map<string, PartRelative[]>();
  for (const [index, { name, figure, base, head }] of pairs.entries()) {
    const change = changes[index];
    if (base !== anchor || !change) continue;
    const { ratio, p, adjustedP, tieAdjustedP, signedRankP, commonRounds, verdict } = change;
    const relative: PartRelative = {
      name,
      figure,
      anchor,
      ratio,
      interval: intervalOf(change),
      p,
      adjustedP,
      tieAdjustedP,
      // Of pairs in rounds there are both.
      signedRankP: signedRankP!,
      rounds: commonRounds!,
      verdict,
    };
    relatives.set(head, [...(relatives.get(head) ?? []), relative]);
  }
  return relatives;
}
