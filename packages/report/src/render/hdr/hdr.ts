import type { Histogram } from "@stackbench/statistics";
import { build, type Histogram as HdrHistogram } from "hdr-histogram-js";

const nanosecondsPerTick = 100;
/** What HdrHistogram's own tools take a log to be in: nanoseconds, shown as milliseconds. */
export const nanosecondsPerMs = 1e6;

/**
 * The same counts as an HdrHistogram of nanoseconds with three digits, as is usual: off by at most half a bucket of ours
 * and one of those, 0.1 % each.
 */
export function toHdr(histogram: Histogram): HdrHistogram {
  const hdr = build({ numberOfSignificantValueDigits: 3 });
  for (const { ticks, count } of histogram.counted()) {
    hdr.recordValueWithCount(Math.round(ticks * nanosecondsPerTick), count);
  }
  return hdr;
}
