import type { Histogram } from "./histogram.ts";
import { percentileInterval } from "./percentile-interval.ts";

/** In ticks, both ends included. */
export interface TickInterval {
  low: number;
  high: number;
}

/**
 * Between which recorded values the percentile of the law lies, in ticks, with at least `confidence`, no law assumed;
 * from the lower edge of one bucket to the upper edge of the other, so that counting in buckets costs no coverage. It
 * takes the values as independent: where slow answers come in bursts the truth lies outside more often.
 * Undefined where the histogram holds too few values to carry it. `percent` between 0 and 100, both excluded.
 * Throws RangeError where `percent` or `confidence` is out of range. Source: see `percentileInterval`.
 */
export function percentileIntervalOf(
  histogram: Histogram,
  percent: number,
  confidence = 0.95,
): TickInterval | undefined {
  const ranks = percentileInterval(histogram.count, percent / 100, confidence);
  if (ranks === undefined) return undefined;
  return {
    low: histogram.rangeAtRank(ranks.lowRank).low,
    high: histogram.rangeAtRank(ranks.highRank).high,
  };
}
