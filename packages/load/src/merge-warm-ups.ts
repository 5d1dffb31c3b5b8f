import type { WarmUp } from "@stackbench/model";
import { sumOfSeries } from "./sum-of-series.ts";

/** Of several load nodes: the last of them ended it, and the whole had settled where each had. */
export function mergeWarmUps(warmUps: readonly WarmUp[]): WarmUp {
  const { intervalMs } = warmUps[0]!.series;
  return {
    seconds: Math.max(...warmUps.map(({ seconds }) => seconds)),
    series: {
      intervalMs,
      succeeded: sumOfSeries(warmUps.map(({ series }) => series.succeeded)),
    },
    steady: warmUps.every(({ steady }) => steady),
    longestServiceMs: Math.max(...warmUps.map(({ longestServiceMs }) => longestServiceMs)),
  };
}
