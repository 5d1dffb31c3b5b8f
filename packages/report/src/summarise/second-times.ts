import type { HistogramData } from "@stackbench/model";
import { answeredPercentileMs } from "@stackbench/statistics";

/** How long the right answers of one second took, ms; a percentile is null where too few lie beyond it. */
export interface SecondTimes {
  p50Ms: number | null;
  p90Ms: number | null;
  p99Ms: number | null;
  /** Null where nothing was answered. */
  maxMs: number | null;
}

/** Failed requests are told of elsewhere: the second in which an answer would have come is not known. */
export function tellSecond(times: HistogramData): SecondTimes {
  const at = (percent: number): number | null => {
    const value = answeredPercentileMs(times, percent);
    return value === "unanswered" ? null : value;
  };
  const maxMs = times.count > 0 ? (times.max * times.tickNanoseconds) / 1e6 : null;
  return { p50Ms: at(50), p90Ms: at(90), p99Ms: at(99), maxMs };
}
