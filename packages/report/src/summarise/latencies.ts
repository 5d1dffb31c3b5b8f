import { neverAnsweredOf, type MeasuredWindow } from "@stackbench/model";
import { answeredPercentileMs, type Histogram } from "@stackbench/statistics";
import { mergeHistograms } from "./histograms.ts";
import { roundIntervalMs } from "./round-interval.ts";
import type { Interval, Percentiles } from "../table.ts";

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
  const [p50Ms, p90Ms, p99Ms, p999Ms] = [at(50), at(90), at(99), at(99.9)];
  const around = (value: number | null, percent: number): Interval | null => {
    const rounds = roundIntervalMs(windows, field, percent);
    if (rounds === null || value === null) return null;
    // A few slow rounds may carry the merged figure beyond what most rounds had: it must reach there.
    return { ...rounds, low: Math.min(rounds.low, value), high: Math.max(rounds.high, value) };
  };
  return {
    p50Ms,
    p90Ms,
    p99Ms,
    p999Ms,
    unanswered,
    p50Interval: around(p50Ms, 50),
    p90Interval: around(p90Ms, 90),
    p99Interval: around(p99Ms, 99),
    p999Interval: around(p999Ms, 99.9),
  };
}
