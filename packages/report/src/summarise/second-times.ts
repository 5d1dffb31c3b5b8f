import type { HistogramData } from "@stackbench/model";
import { Histogram } from "@stackbench/statistics";
import { percentileMs } from "./latencies.ts";

/** How long the right answers of one second took, ms; a percentile is null where too few lie beyond it. */
export interface SecondTimes {
  p50Ms: number | null;
  p90Ms: number | null;
  p99Ms: number | null;
  /** Null where nothing was answered. */
  maxMs: number | null;
}

/** Failed requests are told of elsewhere: the second in which an answer would have come is not known. */
export function tellSecond(data: HistogramData): SecondTimes {
  const times = Histogram.fromData(data);
  return {
    p50Ms: percentileMs(times, 50),
    p90Ms: percentileMs(times, 90),
    p99Ms: percentileMs(times, 99),
    maxMs: times.count > 0 ? (times.max * data.tickNanoseconds) / 1e6 : null,
  };
}
