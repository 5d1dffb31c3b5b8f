import {
  timesOf,
  type Accuracy,
  type HistogramData,
  type LoadLevel,
  type LoadResult,
} from "@stackbench/model";
import { Histogram } from "@stackbench/statistics";

/** The percentiles that are compared, each only where both sides carry it. */
const percents = [50, 90, 99, 99.9];

/** A percentile rests on at least so many responses beyond it, or is not given. */
const responsesBeyond = 30;

/** What a generator said, against the server's own record of how long each request stayed with it. */
export interface Testimony {
  law: string;
  level: LoadLevel;
  load: LoadResult;
  /** Residence times of the server over the load that the window is a part of. */
  residence: HistogramData;
  stealShare: number | undefined;
}

/** Reported and true percentiles. Those that either is too short for are absent; null where the generator gives none. */
export function judgeAccuracy({ law, level, load, residence, stealShare }: Testimony): Accuracy {
  const reported = timesOf(load);
  return {
    generator: load.generator.id,
    version: load.generator.version,
    law,
    loop: level.loop,
    ratePerSecond: level.loop === "open" ? level.ratePerSecond : null,
    percentiles: percents.flatMap((percent): Accuracy["percentiles"] => {
      const trueMs = percentileMs(residence, percent);
      if (trueMs === null) return [];
      if (!reported) return [{ percent, trueMs, reportedMs: null }];
      // The record is of the whole load, and may carry what the window does not.
      const reportedMs = percentileMs(reported, percent);
      return reportedMs === null ? [] : [{ percent, trueMs, reportedMs }];
    }),
    stealShare: stealShare ?? null,
  };
}

function percentileMs(data: HistogramData, percent: number): number | null {
  const histogram = Histogram.fromData(data);
  if (histogram.countBeyond(percent) < responsesBeyond) return null;
  return (histogram.percentile(percent) * data.tickNanoseconds) / 1e6;
}
