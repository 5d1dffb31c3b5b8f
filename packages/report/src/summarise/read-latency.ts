import { neverAnsweredOf, type LatencyReader } from "@stackbench/model";
import { answeredPercentileMs } from "@stackbench/statistics";

/** As the rule of stopping reads it: a failed request counts as never answered. */
export const readLatency: LatencyReader = (load, percent) =>
  answeredPercentileMs(load.latency, percent, neverAnsweredOf(load));
