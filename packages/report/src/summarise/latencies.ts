import { hasLatency, neverAnsweredOf, type MeasuredWindow } from "@stackbench/model";
import { answeredPercentileMs, type Histogram } from "@stackbench/statistics";
import type { Interval, Percentiles, RoundPercentiles } from "../row.ts";
import { mergeHistograms } from "./histograms.ts";
import { roundIntervalMs } from "./round-interval.ts";

/** Of what every request has, answered or not, in ms; null where too few lie beyond it. `percent` 0 to 100. */
export function percentileMs(histogram: Histogram | undefined, percent: number): number | null {
  const value = answeredPercentileMs(histogram, percent);
  return value === "unanswered" ? null : value;
}

export type LatencyField = "serviceTime" | "latency";

/** Those whose times of that kind tell of the server. */
export function toldAmong(
  windows: readonly MeasuredWindow[],
  field: LatencyField,
): MeasuredWindow[] {
  return windows.filter((window) => field === "serviceTime" || hasLatency(window));
}

/** How long the requests of some windows took together. */
export interface Times {
  merged: Histogram;
  /** Requests that never got a right answer: they are in no histogram. */
  neverAnswered: number;
}

/** Null where one of them has no such histogram, or there is none. */
export function timesOf(windows: readonly MeasuredWindow[], field: LatencyField): Times | null {
  const merged = mergeHistograms(windows, field);
  if (!merged) return null;
  const neverAnswered = windows.reduce((sum, { load }) => sum + neverAnsweredOf(load), 0);
  return { merged, neverAnswered };
}

/**
 * Percentiles of windows merged, without those whose latency says nothing; null where none has such a histogram. A failed
 * request counts as never answered.
 */
export function roundPercentilesOf(
  all: readonly MeasuredWindow[],
  field: LatencyField,
): RoundPercentiles | null {
  const windows = toldAmong(all, field);
  const times = timesOf(windows, field);
  if (!times) return null;
  const { merged, neverAnswered } = times;
  const unanswered: Percentiles["unanswered"] = [];
  const at = (percent: Percentiles["unanswered"][number]): number | null => {
    const value = answeredPercentileMs(merged, percent, neverAnswered);
    if (value !== "unanswered") return value;
    unanswered.push(percent);
    return null;
  };
  return { p50Ms: at(50), p90Ms: at(90), p99Ms: at(99), p999Ms: at(99.9), unanswered };
}

/** The same of all windows of a case, with intervals from its rounds. */
export function percentilesOf(
  all: readonly MeasuredWindow[],
  field: LatencyField,
): Percentiles | null {
  const windows = toldAmong(all, field);
  const merged = roundPercentilesOf(windows, field);
  if (!merged) return null;
  const around = (value: number | null, percent: number): Interval | null => {
    const rounds = roundIntervalMs(windows, field, percent);
    if (rounds === null || value === null) return null;
    // A few slow rounds may carry the merged figure beyond what most rounds had: it must reach there.
    return { ...rounds, low: Math.min(rounds.low, value), high: Math.max(rounds.high, value) };
  };
  return {
    ...merged,
    p50Interval: around(merged.p50Ms, 50),
    p90Interval: around(merged.p90Ms, 90),
    p99Interval: around(merged.p99Ms, 99),
    p999Interval: around(merged.p999Ms, 99.9),
  };
}
