import {
  changeInterval,
  microseconds,
  percentChange,
  perSecond,
  type Row,
} from "@stackbench/report";
import { cpuMicros, type Costs } from "./costs.ts";

/**
 * The answer in one sentence: `At 5,000 requests/s of hello node-http:bare costs 61.2 µs of CPU time a request; against that
 * fastify:bare is dearer, +24.1 % (+22.0 to +26.5)`.
 */
export function describeCosts({ workload, ratePerSecond, anchor, rows }: Costs): string {
  const at = `At ${perSecond(ratePerSecond)} requests/s of ${workload}`;
  const base = rows.find(({ key }) => key === anchor);
  const micros = base && cpuMicros(base);
  if (!base || micros === null || micros === undefined) {
    return `${at} nothing can be compared: no variant to hold the others against has a valid window that tells its CPU time.`;
  }
  const others = rows.filter((row) => row !== base).map(describeOther);
  const against = others.length === 0 ? "" : `; against that ${others.join(", ")}`;
  return `${at} ${base.key} costs ${microseconds(micros)} µs of CPU time a request${against}.`;
}

const words = {
  cheaper: "is cheaper",
  dearer: "is dearer",
  tie: "costs the same",
  unresolved: "is not told apart",
};

function describeOther({ key, cpuRelative }: Row): string {
  if (cpuRelative === null) return `${key} cannot be compared`;
  const { verdict, ratio, interval } = cpuRelative;
  const ends = interval && ` (${changeInterval(ratio, interval.low, interval.high)})`;
  return `${key} ${words[verdict]}, ${percentChange(ratio)}${ends ?? ""}`;
}
