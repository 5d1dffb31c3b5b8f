import type { LoadResult, MeasuredWindow } from "@stackbench/model";
import { Histogram, percentileInterval } from "@stackbench/statistics";
import { comparisonRules } from "./comparison-rules.ts";
import type { Interval, Percentiles } from "./table.ts";

/** A percentile rests on at least so many responses beyond it, or is not given. */
const responsesBeyond = 30;

const ticksPerMs = 10_000;

/** The histograms that a window may carry. */
type HistogramField = "serviceTime" | "latency" | "sendLag" | "connectTime";

/** One histogram of all windows; undefined where one has none or their precisions differ. */
export function mergeHistograms(
  windows: readonly { load: Pick<LoadResult, HistogramField> }[],
  field: HistogramField,
): Histogram | undefined {
  const parts = windows.map(({ load }) => load[field]);
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

/** Percentiles of all windows merged; null where they have no such histogram. */
export function percentilesOf(
  windows: readonly MeasuredWindow[],
  field: HistogramField,
): Percentiles | null {
  const merged = mergeHistograms(windows, field);
  if (!merged) return null;
  return {
    p50Ms: percentileMs(merged, 50),
    p90Ms: percentileMs(merged, 90),
    p99Ms: percentileMs(merged, 99),
    p999Ms: percentileMs(merged, 99.9),
    p50Interval: percentileIntervalMs(merged, 50),
    p99Interval: percentileIntervalMs(merged, 99),
  };
}

/** Between which order statistics a percentile lies; null where the percentile itself is not given. */
function percentileIntervalMs(histogram: Histogram, percent: number): Interval | null {
  if (percentileMs(histogram, percent) === null) return null;
  const { confidence } = comparisonRules;
  const ranks = percentileInterval(histogram.count, percent / 100, confidence);
  if (!ranks) return null;
  const at = (rank: number): number =>
    histogram.percentile((100 * rank) / histogram.count) / ticksPerMs;
  return { low: at(ranks.lowRank), high: at(ranks.highRank), confidence };
}
