import {
  counted,
  describeRequests,
  workloadName,
  type ComparedFigure,
  type LoadLevel,
} from "@stackbench/model";
import { duration } from "../numbers.ts";
import type { Group, Table } from "../table.ts";

/** `hello · 64 connections, closed loop · 7 rounds × 2 s`. */
export function describeGroup({ workload, level }: Group, table: Table): string {
  return `${nameWorkload(workload, table)} · ${describeLevel(level)} · ${describeRounds(table, level)}`;
}

/** `hello`, or `GET /x (200, 42 bytes)`: of a single request that is none of the contract's what its answers must be. */
function nameWorkload(workload: Group["workload"], { run }: Table): string {
  const { experiment } = run.plan;
  const name = workloadName(experiment, workload);
  const [first, ...others] = experiment.customRequests ?? [];
  if (workload !== "custom" || !first || others.length > 0) return name;
  const { expect } = first.request;
  const length = expect.bodyBytes === null ? "any length" : `${expect.bodyBytes} bytes`;
  return `${name} (${expect.status}, ${length})`;
}

/** What ranks and verdicts are about, and whom the rows are compared with; null where no two rows may be compared. */
export function describeComparison({ anchor, compared }: Group, { run }: Table): string | null {
  if (anchor === null) return null;
  const wanted = run.plan.experiment.anchor;
  const instead = anchor === wanted ? "" : ` (${wanted} cannot be compared here)`;
  return `compared by ${describeCompared(compared)} with ${anchor}${instead}`;
}

function describeLevel(level: LoadLevel): string {
  const connections = counted(level.connections, "connection");
  return level.loop === "closed"
    ? [connections, ...describeRequests(level), "closed loop"].join(", ")
    : `${rateOf(level.ratePerSecond)} requests/s (${level.arrivals}) on ${connections}, open loop`;
}

/** As short as can be: `64 connections`, `1,000/s on 64`. */
export function levelName(level: LoadLevel): string {
  return level.loop === "closed"
    ? [counted(level.connections, "connection"), ...describeRequests(level)].join(", ")
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
  const count = `${counted(held, "round")} × ${windows}${length}${each}`;
  const isTold = level.loop === "closed" && level.keepAlive !== undefined;
  return isTold || experiment.keepAlive ? count : `${count} · a new connection per request`;
}

/** `requests/s`, `p99 latency`, `median latency`. */
export function describeCompared(by: ComparedFigure): string {
  if (by.kind === "throughput") return "requests/s";
  return by.percent === 99 ? "p99 latency" : "median latency";
}
