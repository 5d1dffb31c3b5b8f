import type { HistogramData } from "../histogram.ts";

/** A stored histogram whose samples all lie in one bucket: enough where only the shape matters. */
export function oneBucketHistogram(count: number, ticks: number): HistogramData {
  return {
    tickNanoseconds: 100,
    precisionBits: 9,
    count,
    min: ticks,
    max: ticks,
    sum: ticks * count,
    buckets: count === 0 ? [] : [[Math.min(ticks, 511), count]],
  };
}
