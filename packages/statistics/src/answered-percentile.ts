import { Histogram, type HistogramParts } from "./histogram.ts";

/** A percentile rests on at least so many values beyond it, or is not given. */
const fewestBeyond = 30;

const ticksPerMs = 10_000;

/** Between which edges of a bucket a percentile lies, ms; both are Infinity where it was never answered. */
export interface PercentileRange {
  lowMs: number;
  highMs: number;
}

/**
 * A percentile, ms, of the answers' times in `histogram` and of `neverAnswered` requests that are slower than any:
 * "unanswered" where it falls among those, null where too few of both lie beyond it or there is no histogram.
 * `percent` 0 to 100. Throws RangeError where it is out of range.
 */
export function answeredPercentileMs(
  histogram: Histogram | HistogramParts | undefined,
  percent: number,
  neverAnswered = 0,
): number | "unanswered" | null {
  const found = percentileAmong(histogram, percent, neverAnswered);
  if (found === undefined || found.beyond < fewestBeyond) return null;
  return found.ticks === undefined ? "unanswered" : found.ticks / ticksPerMs;
}

/** The same with the edges of its bucket. */
export function answeredPercentileRange(
  histogram: Histogram | HistogramParts | undefined,
  percent: number,
  neverAnswered = 0,
): PercentileRange | null {
  const found = percentileAmong(histogram, percent, neverAnswered);
  if (found === undefined || found.beyond < fewestBeyond) return null;
  const { low, high } = found.range ?? { low: Infinity, high: Infinity };
  return { lowMs: low / ticksPerMs, highMs: high / ticksPerMs };
}

function percentileAmong(
  histogram: Histogram | HistogramParts | undefined,
  percent: number,
  neverAnswered: number,
) {
  if (histogram === undefined) return undefined;
  const times = histogram instanceof Histogram ? histogram : Histogram.fromData(histogram);
  return times.percentileAmong(percent, neverAnswered);
}
