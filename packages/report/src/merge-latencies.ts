import type { HistogramData, MeasuredWindow } from "@stackbench/model";
import { Histogram } from "@stackbench/statistics";

/** A percentile rests on at least so many responses beyond it, or is not given. */
const responsesBeyond = 30;

const ticksPerMs = 10_000;

/** What stands for latency in a window: never service time in an open loop. */
function latencyOf({ load, planned }: MeasuredWindow): HistogramData | undefined {
  return planned.level.loop === "closed" ? load.serviceTime : load.latency;
}

/** One histogram of all windows; undefined where one has none or their precisions differ. */
export function mergeLatencies(windows: readonly MeasuredWindow[]): Histogram | undefined {
  const parts = windows.map((window) => latencyOf(window));
  const [first] = parts;
  if (!first) return undefined;
  const merged = new Histogram(first.precisionBits);
  for (const part of parts) {
    if (part?.precisionBits !== first.precisionBits) return undefined;
    merged.merge(Histogram.fromData(part));
  }
  return merged;
}

/** In ms; null where too few responses lie beyond it. `percent` 0 to 100. */
export function percentileMs(histogram: Histogram | undefined, percent: number): number | null {
  if (!histogram || histogram.countBeyond(percent) < responsesBeyond) return null;
  return histogram.percentile(percent) / ticksPerMs;
}
