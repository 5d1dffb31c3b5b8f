import { bucketRange, type Histogram } from "@stackbench/statistics";
import type { Series } from "./picture.ts";

const ticksPerMs = 10_000;
/** More bars than this cannot be told apart. */
const mostBuckets = 200;
/** Bucket widths to choose from, ms: the one that people ask for, and others where a distribution does not fit it. */
const widthsMs = [1, 10, 100, 1000, 10_000];
const finestMs = 0.1;
/** Below so many buckets of 1 ms a finer width shows more. */
const fewestBuckets = 5;

/** The width, ms, in which all of these times are shown: 1 ms wherever that tells anything. */
export function bucketWidthMs(histograms: readonly Histogram[]): number {
  const longestMs = histograms.reduce(
    (longest, histogram) => Math.max(longest, histogram.percentile(99.9) / ticksPerMs),
    0,
  );
  if (longestMs < fewestBuckets) return finestMs;
  return widthsMs.find((width) => longestMs / width <= mostBuckets) ?? widthsMs.at(-1)!;
}

/** Percent of the answers in each bucket of that width, from the first that has any to the 99.9th percentile. */
export function bucketed(histogram: Histogram, widthMs: number): Series["points"] {
  const { precisionBits, buckets, count } = histogram.toData();
  const ticksWide = widthMs * ticksPerMs;
  const last = Math.floor(histogram.percentile(99.9) / ticksWide);
  const counts = new Map<number, number>();
  for (const [index, number] of buckets) {
    const { lowest, width } = bucketRange(index, precisionBits);
    const bucket = Math.floor((lowest + (width - 1) / 2) / ticksWide);
    if (bucket <= last) counts.set(bucket, (counts.get(bucket) ?? 0) + number);
  }
  const first = Math.min(...counts.keys());
  const points: Series["points"] = [];
  for (let bucket = first; bucket <= last; bucket++) {
    points.push([bucket * widthMs, ((counts.get(bucket) ?? 0) / count) * 100, null, null]);
  }
  // Closes the last step.
  points.push([(last + 1) * widthMs, 0, null, null]);
  return points;
}
