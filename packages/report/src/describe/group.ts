import { describeRequests, partText, type ComparedFigure, type LoadLevel } from "@stackbench/model";
import { duration } from "../numbers.ts";
import type { Group, Table } from "../table.ts";

/** `hello · 64 connections, closed loop · 7 rounds × 2 s`. */
export function describeGroup({ workload, level }: Group, table: Table): string {
  return `${nameWorkload(workload, table)} · ${describeLevel(level)} · ${describeRounds(table, level)}`;
}

/** More names than these stand in the table of the requests alone. */
const mostNamed = 4;

/**
 * `hello`; of requests that are none of the contract the request itself, `GET /x (200, 42 bytes)`, or of several their
 * weights, `list=7, create=3`.
 */
function nameWorkload(workload: Group["workload"], { run }: Table): string {
  const { customRequests: [first, ...others] = [] } = run.plan.experiment;
  if (workload !== "custom" || !first) return workload;
  if (others.length > 0) {
    const named = [first, ...others].map(partText);
    return named.length > mostNamed ? `${named.length} requests` : named.join(", ");
  }
  const { method, path, expect } = first.request;
  const length = expect.bodyBytes === null ? "any length" : `${expect.bodyBytes} bytes`;
  return `${method} ${path} (${expect.status}, ${length})`;
}

/** What ranks and verdicts are about, and whom the rows are compared with; null where no two rows may be compared. */
export function describeComparison({ anchor, compared }: Group, { run }: Table): string | null {
  if (anchor === null) return null;
  const wanted = run.plan.experiment.anchor;
  const instead = anchor === wanted ? "" : ` (${wanted} cannot be compared here)`;
  return `compared by ${describeCompared(compared)} with ${anchor}${instead}`;
}

function describeLevel(level: LoadLevel): string {
  const connections = connectionsText(level.connections);
  return level.loop === "closed"
    ? [connections, ...describeRequests(level), "closed loop"].join(", ")
    : `${rateOf(level.ratePerSecond)} requests/s (${level.arrivals}) on ${connections}, open loop`;
}

/** `1 connection`, `64 connections`. */
export function connectionsText(count: number): string {
  return `${count} connection${count === 1 ? "" : "s"}`;
}

/** As short as can be: `64 connections`, `1,000/s on 64`. */
export function levelName(level: LoadLevel): string {
  return level.loop === "closed"
    ? [connectionsText(level.connections), ...describeRequests(level)].join(", ")
    : `${rateOf(level.ratePerSecond)}/s on ${level.connections}`;
}

function rateOf(ratePerSecond: number): string {
  return ratePerSecond.toLocaleString("en", { maximumFractionDigits: 1 });
}

/** What was done for each row of a group. */
function describeRounds({ run, rounds }: Table, level: LoadLevel): string {
  const { experiment } = run.plan;
  const { durationSeconds, streams = 1, windowRequests, windowsPerSitting } = experiment;
  // Before the first window: what is to come.
  const held = rounds.held === 0 ? experiment.rounds : rounds.held;
  const windows = windowsPerSitting === 1 ? "" : `${windowsPerSitting} × `;
  const length =
    windowRequests === undefined ? duration(durationSeconds) : `${windowRequests} requests`;
  const each = streams === 1 ? "" : ` · ${streams} streams a connection`;
  const count = `${held} round${held === 1 ? "" : "s"} × ${windows}${length}${each}`;
  const isTold = level.loop === "closed" && level.keepAlive !== undefined;
  return isTold || experiment.keepAlive ? count : `${count} · a new connection per request`;
}

/** `requests/s`, `p99 latency`, `median latency`. */
export function describeCompared(by: ComparedFigure): string {
  if (by.kind === "throughput") return "requests/s";
  return by.percent === 99 ? "p99 latency" : "median latency";
}
