import { microseconds, percent } from "@stackbench/report";
import type { Estimate } from "../estimate.ts";
import type { ModePair } from "./mode-pairs.ts";
import type { SizeCost } from "./size-costs.ts";

/**
 * The answer in one sentence: `node-http:bare, hello: a new connection for each request costs 61 % of the throughput
 * (58 to 63) and 45 µs of CPU time a request (43 to 47)`.
 */
export function describeMode(pair: ModePair): string {
  const { variant, workload, paddingBytes, cost, closesItself } = pair;
  const size =
    paddingBytes === 0 ? "" : ` with ${paddingBytes.toLocaleString("en")} bytes more in a request`;
  const subject = `${variant}, ${workload}${size}`;
  if (cost === null) {
    return `${subject}: kept and new connections cannot be compared, for no round has right answers of both in a valid window.`;
  }
  const { throughputRatio, cpuMicros } = cost;
  const parts = [throughputText(throughputRatio), ...(cpuMicros ? [cpuText(cpuMicros)] : [])];
  const why = closesItself
    ? "; it ends most connections by itself, so that keeping them is not for the client to choose"
    : "";
  return `${subject}: a new connection for each request costs ${parts.join(" and ")}${why}.`;
}

/** `61 % of the throughput (58 to 63)`. */
function throughputText({ estimate, interval }: Estimate): string {
  if (interval && interval.low <= 1 && interval.high >= 1) {
    return `no throughput that can be told (${lost(interval.high)} to ${lost(interval.low)} % of it)`;
  }
  const ends = interval && ` (${lost(interval.high)} to ${lost(interval.low)})`;
  return `${lost(estimate)} % of the throughput${ends ?? tooFew}`;
}

/** Percent less, with a minus sign where it is more. */
function lost(ratio: number): string {
  return ratio > 1 ? `−${percent(ratio - 1)}` : percent(1 - ratio);
}

const tooFew = " (too few rounds for an interval)";

/** `45 µs of CPU time a request (43 to 47)`. */
function cpuText(micros: Estimate): string {
  const { interval } = micros;
  if (interval && interval.low <= 0 && interval.high >= 0) {
    return `no CPU time that can be told (${signed(interval.low)} to ${signed(interval.high)} µs a request)`;
  }
  return `${signed(micros.estimate)} µs of CPU time a request${ends(micros)}`;
}

/** `node-http:bare, hello, kept connections: 1 KiB more in a request costs 0.8 µs of CPU time (0.6 to 1.0)`. */
export function describeSize({
  variant,
  workload,
  what,
  isKept,
  cpuMicrosPerKibibyte,
}: SizeCost): string {
  const mode = isKept ? "kept connections" : "new connections";
  const which = what === "request" ? "a request" : "an answer";
  const cost = `${signed(cpuMicrosPerKibibyte.estimate)} µs of CPU time${ends(cpuMicrosPerKibibyte)}`;
  return `${variant}, ${workload}, ${mode}: 1 KiB more in ${which} costs ${cost}.`;
}

function ends({ interval }: Estimate): string {
  return interval ? ` (${signed(interval.low)} to ${signed(interval.high)})` : tooFew;
}

/** With a minus sign where it is below zero. */
function signed(micros: number): string {
  return micros < 0 ? `−${microseconds(-micros)}` : microseconds(micros);
}
