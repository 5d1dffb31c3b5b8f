import type { WarmUpWanted } from "@stackbench/model";
import { mean } from "@stackbench/statistics";
import { seriesIntervalMs } from "./window-tally.ts";

/** A server that became faster by this since its load began compiles, or fills what it keeps: it may stand still and go on. */
const leastGrowth = 1.25;

/** So many times the warm-up that was asked for: until then one that grew, and was never seen warm, is not taken for warm. */
const longerUnseen = 6;

/**
 * Of the best window of the case. Not nearer: where the machine changes its own speed, waiting for the better one would
 * choose at which of them a window is measured, and so carry on whichever luck a case had in its first rounds.
 */
const leastShareOfBest = 0.4;

/** Behind the first interval, in which connections are opened: what "since its load began" is. */
const beginning = { from: 1, to: 6 };

/**
 * Whether a server whose throughput stands still may be cold all the same. One that compiles while it serves stands still on
 * steps: a JVM with one CPU for 3 s at a fifth of what it serves after 15 (docs/decisions.md). `lead` are the successes of
 * each interval since the load began, `seen` those that are judged.
 */
export function isCold(
  { seconds, bestPerSecond }: WarmUpWanted,
  lead: readonly number[],
  seen: readonly number[] | undefined,
): boolean {
  if (bestPerSecond === undefined || !seen) return false;
  const level = mean(seen);
  if (bestPerSecond !== null) {
    return level * (1000 / seriesIntervalMs) < leastShareOfBest * bestPerSecond;
  }
  const began = mean(lead.slice(beginning.from, beginning.to));
  return (
    level > leastGrowth * began && lead.length * seriesIntervalMs < longerUnseen * seconds * 1000
  );
}
