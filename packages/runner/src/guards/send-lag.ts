import type { HistogramData } from "@stackbench/model";
import { Histogram } from "@stackbench/statistics";
import { percent, type Guard } from "./judged.ts";

const limit = 0.1;
/** As for every percentile that is published. */
const leastBeyond = 30;
const ticksPerMs = 10_000;

/** Open loop: how late requests left, against the latency that is reported. */
export const sendLag: Guard = ({ load }) => {
  if (load.sendLag === undefined || load.latency === undefined) return undefined;
  const lag = p99(load.sendLag);
  const latency = p99(load.latency);
  if (lag === undefined || latency === undefined || lag <= limit * latency) return undefined;
  return {
    kind: "send-lag",
    severity: "invalid",
    message: `99 % of requests left within ${milliseconds(lag)} of their time, ${percent(lag / latency)} of the p99 of latency, ${milliseconds(latency)} (limit ${percent(limit)})`,
  };
};

/** In ticks; undefined where too few values lie beyond. */
function p99(data: HistogramData): number | undefined {
  const histogram = Histogram.fromData(data);
  return histogram.countBeyond(99) >= leastBeyond ? histogram.percentile(99) : undefined;
}

function milliseconds(ticks: number): string {
  return `${(ticks / ticksPerMs).toPrecision(3)} ms`;
}
