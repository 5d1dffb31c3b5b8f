import type { Caution, HistogramData } from "@stackbench/model";
import { Histogram } from "@stackbench/statistics";
import { percent, type Guard } from "./judged-window.ts";

const limit = 0.1;
/** As for every percentile that is published. */
const leastBeyond = 30;
const ticksPerMs = 10_000;

/** Where lag is looked at, the highest first. */
const percents = [99, 95, 90, 75, 50];
/** What variants are compared by: the first that all of their windows carry. */
const compared = [99, 50];

/**
 * Open loop: how late requests left, against the latency that is reported. Too late at the percentile that is compared,
 * or at the highest that lag and latency both carry, spoils the window; elsewhere it is told. Where no latency is compared
 * (CPU time, memory) it spoils the window's latency alone: what a request costs does not hang on when it left.
 */
export const sendLag: Guard = ({ load, experiment }) => {
  if (load.kind !== "open") return undefined;
  const [lag, latency] = [Histogram.fromData(load.sendLag), Histogram.fromData(load.latency)];
  const carried = percents.filter(
    (one) => lag.countBeyond(one) >= leastBeyond && latency.countBeyond(one) >= leastBeyond,
  );
  if (carried.length === 0) return byMeans(load.sendLag, load.latency);
  const judged = [carried[0]!, compared.find((one) => carried.includes(one))!];
  const late = carried.filter((one) => lag.percentile(one) > limit * latency.percentile(one));
  const at = late.find((one) => judged.includes(one)) ?? late[0];
  if (at === undefined) return undefined;
  const [lagTicks, ticks] = [lag.percentile(at), latency.percentile(at)];
  const found = weigh(judged.includes(at), experiment.compares !== undefined);
  const unread = found.spoils === undefined ? "" : "; its latency is not to be read";
  return {
    kind: "send-lag",
    ...found,
    message: `${at} % of requests left within ${milliseconds(lagTicks)} of their time, ${percent(lagTicks / ticks)} of the p${at} of latency, ${milliseconds(ticks)} (limit ${percent(limit)})${unread}`,
  };
};

function weigh(isSpoilt: boolean, comparesNoTime: boolean): Pick<Caution, "severity" | "spoils"> {
  if (!isSpoilt) return { severity: "note" };
  return comparesNoTime ? { severity: "note", spoils: "latency" } : { severity: "invalid" };
}

/** Fewer than 60 requests carry no percentile, and nothing is compared. */
function byMeans(lags: HistogramData, latencies: HistogramData): Caution | undefined {
  const [lag, latency] = [lags.sum / lags.count, latencies.sum / latencies.count];
  // Without a request of either kind there is no mean.
  if (!(lag > limit * latency)) return undefined;
  return {
    kind: "send-lag",
    severity: "note",
    message: `requests left ${milliseconds(lag)} late in the mean, ${percent(lag / latency)} of the mean latency, ${milliseconds(latency)} (limit ${percent(limit)})`,
  };
}

function milliseconds(ticks: number): string {
  return `${(ticks / ticksPerMs).toPrecision(3)} ms`;
}
