import { neverAnsweredOf, type MeasuredWindow } from "@stackbench/model";
import { answeredPercentileMs, type Histogram } from "@stackbench/statistics";
import { mergeHistograms } from "./merge-histograms.ts";
import { roundIntervalMs } from "./round-interval.ts";
import type { Percentiles } from "./table.ts";

/** Of what every request has, answered or not, in ms; null where too few lie beyond it. `percent` 0 to 100. */
export function percentileMs(histogram: Histogram | undefined, percent: number): number | null {
  const value = answeredPercentileMs(histogram, percent);
  return value === "unanswered" ? null : value;
}

/**
 * Percentiles of all windows merged, with intervals from their rounds; null where they have no such histogram. A
 * failed request counts as never answered, in the rounds and merged.
 */
export function percentilesOf(
  windows: readonly MeasuredWindow[],
  field: "serviceTime" | "latency",
): Percentiles | null {
  const merged = mergeHistograms(windows, field);
  if (!merged) return null;
  const neverAnswered = windows.reduce((sum, { load }) => sum + neverAnsweredOf(load), 0);
  const unanswered: Percentiles["unanswered"] = [];
  const at = (percent: Percentiles["unanswered"][number]): number | null => {
    const value = answeredPercentileMs(merged, percent, neverAnswered);
    if (value !== "unanswered") return value;
    unanswered.push(percent);
    return null;
  };
  return {
    p50Ms: at(50),
    p90Ms: at(90),
    p99Ms: at(99),
    p999Ms: at(99.9),
    unanswered,
    p50Interval: roundIntervalMs(windows, field, 50),
    p90Interval: roundIntervalMs(windows, field, 90),
    p99Interval: roundIntervalMs(windows, field, 99),
    p999Interval: roundIntervalMs(windows, field, 99.9),
  };
}
