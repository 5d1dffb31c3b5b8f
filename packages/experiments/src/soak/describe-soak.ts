import { counted } from "@stackbench/model";
import { duration, milliseconds, percent, percentChange } from "@stackbench/report";
import type { Ratio } from "./against-anchor.ts";
import type { Churn, Soak } from "./soaks.ts";
import type { Growth } from "./worker-growth.ts";

/**
 * The answer in one sentence: `aiohttp:gunicorn, hello: a worker grows 1.2 MiB a minute (0.9 to 1.6), 63 workers started
 * and 63 ended in 10 min, 0.2 % of requests lost, throughput −4.1 %, p99 2.1× and memory 1.3× that of aiohttp:bare`.
 */
export function describeSoak(soak: Soak): string {
  return `${soak.variant}, ${soak.workload}: ${sentence(soak)}.`;
}

function sentence(soak: Soak): string {
  if (soak.windows === 0) return "no window was measured, which tells of no memory";
  const parts = [
    growthText(soak),
    ...(soak.churn ? [churnText(soak.churn, soak.seconds)] : []),
    ...(soak.lost ? [lostText(soak.lost)] : []),
    ...againstText(soak),
  ];
  return parts.join(", ");
}

function growthText({ growth, churn, memory }: Soak): string {
  if (growth === null) {
    if (churn === null || memory.workerBytes === null) return "nothing is known of its memory";
    return "no worker lived long enough to see it grow";
  }
  const { estimate, interval } = growth.bytesPerSecond;
  const [unit, scale] = unitOf(estimate * 60);
  const amount = (bytesPerSecond: number): string => significant((bytesPerSecond * 60) / scale);
  const told = `${amount(Math.abs(estimate))} ${unit} a minute`;
  if (interval === null) {
    return `a worker ${estimate < 0 ? "shrank" : "grew"} ${told}, from too few readings for an interval`;
  }
  const { low, high } = interval;
  if (low <= 0 && high >= 0) {
    return `a worker's memory is not proven to grow (${amount(estimate)} ${unit} a minute, ${amount(low)} to ${amount(high)})`;
  }
  if (high < 0) return `a worker shrinks ${told} (${amount(-high)} to ${amount(-low)})`;
  return `a worker grows ${told} (${amount(low)} to ${amount(high)})`;
}

function churnText({ started, ended, atLeast }: Churn, seconds: number): string {
  if (started === 0 && ended === 0) return `no worker was replaced in ${duration(seconds)}`;
  const least = atLeast ? "at least " : "";
  const count = counted(started, "worker");
  return `${least}${count} started and ${ended.toLocaleString("en")} ended in ${duration(seconds)}`;
}

function lostText({ requests, share }: { requests: number; share: number }): string {
  return requests === 0 ? "no request lost" : `${percent(share)} % of requests lost`;
}

function againstText({ against, p99Ms }: Soak): string[] {
  if (against === null) return p99Ms === null ? [] : [`p99 ${milliseconds(p99Ms)} ms`];
  const { throughput, p99, memory, anchor } = against;
  const changes = [
    ...(throughput ? [`throughput ${changeText(throughput)}`] : []),
    ...(p99 ? [`p99 ${changeText(p99)}`] : []),
    ...(memory ? [`memory ${changeText(memory)}`] : []),
  ];
  return changes.length === 0 ? [] : [`against ${anchor} ${changes.join(", ")}`];
}

/** `−4.1 % (−5.0 to −3.2)`, `×2.10`. */
export function changeText({ ratio, interval }: Ratio): string {
  const ends = interval && ` (${percentChange(interval.low)} to ${percentChange(interval.high)})`;
  return `${percentChange(ratio)}${ends ?? ""}`;
}

/** `1.2 (0.9 to 1.6) MiB`; null as nothing known. */
export function growthCell(growth: Growth | null, times: number): string | null {
  if (growth === null) return null;
  const { estimate, interval } = growth;
  const [unit, scale] = unitOf(estimate * times);
  const amount = (bytes: number): string => significant((bytes * times) / scale);
  const ends = interval && ` (${amount(interval.low)} to ${amount(interval.high)})`;
  return `${amount(estimate)}${ends ?? ""} ${unit}`;
}

function unitOf(bytes: number): [string, number] {
  return Math.abs(bytes) < 2 ** 20 / 10 ? ["KiB", 2 ** 10] : ["MiB", 2 ** 20];
}

/** Two digits: growth repeats no better. */
function significant(value: number): string {
  const rounded = Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(2));
  return rounded.toLocaleString("en", { maximumFractionDigits: 6 }).replace("-", "−");
}
