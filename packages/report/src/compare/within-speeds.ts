import type { ThroughputByRound } from "@stackbench/model";
import { compareWithinHeaps } from "@stackbench/statistics";
import { comparisonRules } from "../comparison-rules.ts";
import type { WithinSpeeds } from "../row.ts";

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
  if (found === undefined || found.speeds < leastSpeeds) return undefined;
  const { ratio, low, high, p, speeds: distance, rounds: counts, sharesP, verdict } = found;
  const { same, aFast, bFast } = counts;
  return {
    anchor,
    ratio,
    interval: { low, high, confidence: comparisonRules.confidence },
    p,
    speeds: distance,
    rounds: { same, faster: aFast, slower: bFast },
    sharesP,
    verdict,
  };
}
