import { checkSamples } from "./check-samples.ts";
import type { HodgesLehmannResult } from "./hodges-lehmann.ts";
import { median } from "./median.ts";
import { normalTail } from "./normal-tail.ts";
import { exactRankSumLimit, rankSumCounts } from "./rank-sum-counts.ts";

/**
 * By how much `a` lies above `b`: the median of all differences a[i] - b[j], with the interval of every shift that
 * the two-sided rank-sum test would not reject. In the values' unit.
 * Exact up to 50 values in both samples together (with ties it covers at least as often as said), above by the normal
 * approximation with continuity correction. `confidence` is the least wanted, the result's is the one reached.
 * Where too few values allow none (fewer than 4 and 4 at 0.95), the interval is -Infinity to Infinity with
 * confidence 1. Time and memory grow with the product of the two counts.
 * Throws RangeError where a sample is empty, a value not finite, or `confidence` not between 0 and 1.
 * Sources: J. L. Hodges and E. L. Lehmann, "Estimates of location based on rank tests", Annals of Mathematical
 * Statistics 34 (1963); M. Hollander and D. A. Wolfe, "Nonparametric Statistical Methods", 2nd ed. (1999), 4.2, 4.3.
 */
export function hodgesLehmannShift(
  a: readonly number[],
  b: readonly number[],
  confidence = 0.95,
): HodgesLehmannResult {
  checkSamples("hodgesLehmannShift", a, b);
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(
      `hodgesLehmannShift: expected a confidence between 0 and 1, got ${confidence}`,
    );
  }
  const differences = allDifferences(a, b);
  const estimate = median(differences);
  const tails =
    a.length + b.length <= exactRankSumLimit
      ? exactTails(a.length, b.length)
      : approximateTails(a.length, b.length);
  let rank = 0;
  let tail = 0;
  // The difference of rank k lies above the shift exactly when the Mann-Whitney count is at most k - 1 (mirrored).
  for (let next = tails(0); next <= (1 - confidence) / 2; next = tails(rank)) {
    rank += 1;
    tail = next;
  }
  if (rank === 0) return { estimate, low: -Infinity, high: Infinity, confidence: 1 };
  return {
    estimate,
    low: differences[rank - 1]!,
    high: differences[differences.length - rank]!,
    confidence: 1 - 2 * tail,
  };
}

/** The estimate alone, in a small part of the time; NaN where a sample is empty. */
export function shiftEstimate(a: readonly number[], b: readonly number[]): number {
  return median(allDifferences(a, b));
}

/** In rising order. */
function allDifferences(a: readonly number[], b: readonly number[]): number[] {
  return a.flatMap((value) => b.map((other) => value - other)).sort((one, other) => one - other);
}

/** P(Mann-Whitney count <= given), to be asked for 0, 1, 2, ... in turn. */
function exactTails(sizeA: number, sizeB: number): (count: number) => number {
  const size = Math.min(sizeA, sizeB);
  const ranks = Array.from({ length: sizeA + sizeB }, (_, i) => i + 1);
  const counts = rankSumCounts(ranks, size);
  const ways = counts.reduce((sum, each) => sum + each, 0);
  const least = (size * (size + 1)) / 2;
  let below = 0;
  return (count) => {
    below += counts[least + count]!;
    return below / ways;
  };
}

function approximateTails(sizeA: number, sizeB: number): (count: number) => number {
  const mean = (sizeA * sizeB) / 2;
  const deviation = Math.sqrt((sizeA * sizeB * (sizeA + sizeB + 1)) / 12);
  return (count) => normalTail((mean - count - 0.5) / deviation);
}
