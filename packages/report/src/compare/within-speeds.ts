import { throughputByRound, type WindowRecord } from "@stackbench/model";
import { compareWithinHeaps } from "@stackbench/statistics";
import { comparisonRules } from "../comparison-rules.ts";
import type { Row } from "../table.ts";

/** Speeds closer together than this are none, as for the caution. */
const leastSpeeds = 1.05;

/**
 * The rows of a group with what they are against the anchor at the same speed, where both draw one of two speeds as
 * they start. Closed loop only.
 */
export function relateWithinSpeeds(
  rows: readonly Row[],
  windows: readonly WindowRecord[],
  anchor: string | null,
): Row[] {
  const first = rows.find(({ checks }) => checks === null);
  if (anchor === null || first === undefined || first.level.loop === "open") return [...rows];
  const speeds = throughputByRound(windows, first.generator);
  const base = speeds.get(anchor);
  return rows.map((row) => {
    const own = speeds.get(row.key);
    if (row.relative === null || !own || !base) return row;
    const rounds = [...own.keys()].filter((round) => base.has(round));
    const valuesOf = (arm: ReadonlyMap<number, number>): number[] =>
      rounds.map((round) => arm.get(round)!);
    const found = compareWithinHeaps(valuesOf(own), valuesOf(base), comparisonRules);
    if (found === undefined || found.speeds < leastSpeeds) return row;
    const { ratio, low, high, p, speeds: distance, rounds: counts, sharesP, verdict } = found;
    const { confidence } = comparisonRules;
    const { same, aFast, bFast } = counts;
    return {
      ...row,
      withinSpeeds: {
        anchor,
        ratio,
        interval: { low, high, confidence },
        p,
        speeds: distance,
        rounds: { same, faster: aFast, slower: bFast },
        sharesP,
        verdict,
      },
    };
  });
}
