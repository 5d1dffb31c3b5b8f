import {
  column,
  empty,
  figure,
  perSecond,
  rightColumn,
  text,
  type Column,
  type Row,
} from "@stackbench/report";
import { tableOf, type Findings } from "../findings.ts";
import { isMoreThanNote, troublesOf } from "../troubles.ts";
import { cpuMicros, type Costs } from "./costs.ts";
import { describeCosts } from "./describe-costs.ts";

export function tellCosts(all: readonly Costs[]): Findings {
  return {
    answers: all.map(describeCosts),
    sections: all.map((costs) => ({
      title: titleOf(costs),
      tables: [tableOf(columns, costs.rows, { nameOf: ({ key }) => key })],
    })),
    reading,
  };
}

const reading =
  "All serve the same rate, so that what they use can be compared. CPU µs/req: CPU time of app and proxy for a request, its change and verdict against the anchor's, round by round. latency: from when a request was due to its whole answer; of windows whose requests left too late (send-lag) it is not read, and what they cost is. memory: of app and proxy, the highest.";

function titleOf({ workload, ratePerSecond }: Costs): string {
  return `${workload} · ${perSecond(ratePerSecond)} requests/s, open loop`;
}

const cpu = "CPU µs/req";

const columns: readonly Column<Row>[] = [
  column("name", "stack:variant", "left", ({ key }) => text(key)),
  rightColumn("all", (row) => figure(cpuMicros(row), "microseconds"), cpu),
  rightColumn("user", (row) => figure(row.cpuUserMicrosPerRequest, "microseconds"), cpu),
  rightColumn("system", (row) => figure(row.cpuSystemMicrosPerRequest, "microseconds"), cpu),
  rightColumn(
    "change",
    ({ cpuRelative: to }) => (to ? { kind: "change", ratio: to.ratio } : empty),
    cpu,
  ),
  rightColumn("interval", ({ cpuRelative: to }) =>
    to?.interval
      ? { kind: "changeInterval", ratio: to.ratio, low: to.interval.low, high: to.interval.high }
      : empty,
  ),
  column("verdict", "verdict", "left", (row) => text(verdictOf(row))),
  rightColumn("CPU %", (row) => figure(row.serverCpuShare, "wholePercent")),
  rightColumn("p50", (row) => figure(row.latency?.p50Ms, "milliseconds"), "latency, ms"),
  rightColumn("p99", (row) => figure(row.latency?.p99Ms, "milliseconds"), "latency, ms"),
  rightColumn("memory MiB", (row) => figure(row.memoryBytes, "mebibytes")),
  column("notes", "", "left", (row) => text(troublesOf(row, bearsOnCosts).join(", "))),
];

function bearsOnCosts(caution: Row["cautions"][number]): boolean {
  return isMoreThanNote(caution) || caution.spoils !== undefined;
}

function verdictOf({ isAnchor, cpuRelative }: Row): string {
  return isAnchor ? "anchor" : (cpuRelative?.verdict ?? "");
}
