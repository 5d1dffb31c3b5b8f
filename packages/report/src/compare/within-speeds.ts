import type { ThroughputByRound } from "@stackbench/model";
import { compareWithinHeaps, type ArmComparison, type HeapShares } from "@stackbench/statistics";
import { comparisonRules } from "../comparison-rules.ts";
import type { WithinSpeeds } from "../row.ts";

type SameSpeed = Pick<ArmComparison, "ratio" | "low" | "high" | "p" | "verdict"> &
  Pick<HeapShares, "speeds" | "rounds" | "sharesP">;

/** Speeds closer together than this are none, as for the caution. */
const leastSpeeds = 1.05;

/**
 * What a row is against the anchor at the same speed, where both draw one of two speeds as they start. `speeds`: of all
 * variants of their group, none in open loop.
 */
export function relateWithinSpeeds(
  key: string,
  anchor: string,
  speeds: ThroughputByRound,
): WithinSpeeds | undefined {
  const [own, base] = [speeds.get(key), speeds.get(anchor)];
  if (!own || !base) return undefined;
  const rounds = [...own.keys()].filter((round) => base.has(round));
  const valuesOf = (arm: ReadonlyMap<number, number>): number[] =>
    rounds.map((round) => arm.get(round)!);
  const found = compareWithinHeaps(valuesOf(own), valuesOf(base), comparisonRules);
  return found && composed(anchor, found);
}

/** The same of a comparison that was made at the same speed. */
export function sameSpeedIn(comparison: ArmComparison | undefined): WithinSpeeds | undefined {
  if (comparison?.heaps === undefined) return undefined;
  const { b, heaps, verdict } = comparison;
  return composed(b, { ...comparison, ...heaps, verdict });
}

function composed(
  anchor: string,
  { ratio, low, high, p, speeds, rounds, sharesP, verdict }: SameSpeed,
): WithinSpeeds | undefined {
  if (speeds < leastSpeeds) return undefined;
  const { same, aFast, bFast } = rounds;
  return {
    anchor,
    ratio,
    interval: { low, high, confidence: comparisonRules.confidence },
    p,
    speeds,
    rounds: { same, faster: aFast, slower: bFast },
    sharesP,
    verdict,
  };
}
