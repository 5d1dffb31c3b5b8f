import { median } from "./median.ts";
import { normalTail } from "./normal-tail.ts";
import { exactLimit, signedRankCounts } from "./signed-rank-counts.ts";

/** Of so many values or more the signed-rank test has an interval of 95 %, and can give p < 0.05. */
export const fewestForRanks = 6;

/** `estimate`, `low` and `high` in the values' unit; `confidence` what the interval really reaches, 0 to 1. */
export interface HodgesLehmannResult {
  estimate: number;
  low: number;
  high: number;
  confidence: number;
}

/**
 * The centre of a symmetric law: the median of all Walsh averages (x[i] + x[j]) / 2, i <= j, with the
 * interval of every centre that the two-sided signed-rank test would not reject.
 * Exact up to 53 values (with ties it covers at least as often as said), above by the normal
 * approximation with continuity correction. `confidence` is the least wanted, the result's is the one
 * reached. Where too few values allow none (fewer than `fewestForRanks` at 0.95), the interval is -Infinity to
 * Infinity with confidence 1. Time and memory grow with the square of the number of values.
 * Throws RangeError without values, where one is not finite, or where `confidence` is not between 0 and 1.
 * Sources: J. L. Hodges and E. L. Lehmann, "Estimates of location based on rank tests", Annals of
 * Mathematical Statistics 34 (1963); the interval is J. W. Tukey's, as in M. Hollander and D. A. Wolfe,
 * "Nonparametric Statistical Methods", 2nd ed. (1999), 3.2 and 3.3.
 */
export function hodgesLehmann(values: readonly number[], confidence = 0.95): HodgesLehmannResult {
  if (values.length === 0) throw new RangeError("hodgesLehmann: expected at least 1 value, got 0");
  for (const value of values) {
    if (!Number.isFinite(value)) {
      throw new RangeError(`hodgesLehmann: expected finite values, got ${value}`);
    }
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`hodgesLehmann: expected a confidence between 0 and 1, got ${confidence}`);
  }
  const averages = walshAverages(values);
  const estimate = median(averages);
  const { rank, tail } = lowRank(values.length, (1 - confidence) / 2);
  if (rank === 0) return { estimate, low: -Infinity, high: Infinity, confidence: 1 };
  return {
    estimate,
    low: averages[rank - 1]!,
    high: averages[averages.length - rank]!,
    confidence: 1 - 2 * tail,
  };
}

/** In rising order. */
function walshAverages(values: readonly number[]): number[] {
  const averages = values.flatMap((value, i) =>
    // Halved before the addition, which could overflow.
    values.slice(i).map((other) => value / 2 + other / 2),
  );
  return averages.sort((a, b) => a - b);
}

/**
 * The highest rank whose Walsh average lies above the centre with probability <= `tailLimit`,
 * with that probability; rank 0 where there is none. The average of rank k lies above the centre
 * exactly when the signed-rank statistic is at most k - 1 (mirrored).
 */
function lowRank(count: number, tailLimit: number): { rank: number; tail: number } {
  const tailUpTo = count <= exactLimit ? exactTails(count) : approximateTails(count);
  let rank = 0;
  let tail = 0;
  // Stops at the latest in the middle, where the tail passes one half.
  for (let next = tailUpTo(0); next <= tailLimit; next = tailUpTo(rank)) {
    rank += 1;
    tail = next;
  }
  return { rank, tail };
}

/** P(statistic <= sum), to be asked for 0, 1, 2, ... in turn. */
function exactTails(count: number): (sum: number) => number {
  const counts = signedRankCounts(Array.from({ length: count }, (_, i) => i + 1));
  let below = 0;
  return (sum) => {
    below += counts[sum]!;
    return below / 2 ** count;
  };
}

function approximateTails(count: number): (sum: number) => number {
  const mean = (count * (count + 1)) / 4;
  const deviation = Math.sqrt((count * (count + 1) * (2 * count + 1)) / 24);
  return (sum) => normalTail((mean - sum - 0.5) / deviation);
}
