import {
  column,
  documentTable,
  empty,
  figure,
  inMarkdown,
  joinMarkdown,
  paragraph,
  perSecond,
  readingOf,
  renderRows,
  rightColumn,
  tableInMarkdown,
  text,
  type Column,
  type ConsoleOptions,
  type DocumentPart,
  type Markdown,
  type Row,
} from "@stackbench/report";
import { isMoreThanNote, troublesOf } from "../troubles.ts";
import { cpuMicros, type Costs } from "./costs.ts";
import { describeCosts } from "./describe-costs.ts";

export function renderCosts(all: readonly Costs[], options: ConsoleOptions): string {
  const answers = all.map((costs) => paragraph(describeCosts(costs), options));
  const tables = all.map(
    (costs) => `${titleOf(costs)}\n${renderRows(columns, costs.rows, options)}`,
  );
  return `${[...answers, ...tables, ...readingOf(reading, options)].join("\n\n")}\n`;
}

export function renderCostsMarkdown(all: readonly Costs[]): Markdown {
  const answers = all.map((costs) => inMarkdown`- ${describeCosts(costs)}`);
  const tables = all.flatMap((costs) => [
    inMarkdown`**${titleOf(costs)}**`,
    tableInMarkdown(columns, costs.rows),
  ]);
  return inMarkdown`${joinMarkdown([joinMarkdown(answers, "\n"), ...tables, reading], "\n\n")}\n`;
}

/** The same tables for the run's page. */
export function costParts(all: readonly Costs[]): DocumentPart[] {
  return all.map((costs) => ({
    title: titleOf(costs),
    table: documentTable(titleOf(costs), columns, costs.rows, ({ key }) => key),
  }));
}

export const reading =
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
