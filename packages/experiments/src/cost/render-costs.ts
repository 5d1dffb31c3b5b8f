import {
  column,
  empty,
  figure,
  inMarkdown,
  joinMarkdown,
  paragraph,
  perSecond,
  renderRows,
  tableInMarkdown,
  text,
  type Column,
  type ConsoleOptions,
  type Markdown,
  type Row,
} from "@stackbench/report";
import { cpuMicros, type Costs } from "./costs.ts";
import { describeCosts } from "./describe-costs.ts";

export function renderCosts(all: readonly Costs[], options: ConsoleOptions): string {
  const answers = all.map((costs) => paragraph(describeCosts(costs), options));
  const tables = all.map(
    (costs) => `${titleOf(costs)}\n${renderRows(columns, costs.rows, options)}`,
  );
  return `${[...answers, ...tables, paragraph(reading, options)].join("\n\n")}\n`;
}

export function renderCostsMarkdown(all: readonly Costs[]): Markdown {
  const answers = all.map((costs) => inMarkdown`- ${describeCosts(costs)}`);
  const tables = all.flatMap((costs) => [
    inMarkdown`**${titleOf(costs)}**`,
    tableInMarkdown(columns, costs.rows),
  ]);
  return inMarkdown`${joinMarkdown([joinMarkdown(answers, "\n"), ...tables, reading], "\n\n")}\n`;
}

const reading =
  "All serve the same rate, so that what they use can be compared. CPU µs/req: CPU time of app and proxy for a request, its change and verdict against the anchor's, round by round. latency: from when a request was due to its whole answer. memory: of app and proxy, the highest.";

function titleOf({ workload, ratePerSecond }: Costs): string {
  return `${workload} · ${perSecond(ratePerSecond)} requests/s, open loop`;
}

const cpu = "CPU µs/req";
const right = (head: string, cell: Column<Row>["cell"], span = ""): Column<Row> => ({
  ...column(`${span}${head}`, head, "right", cell),
  span,
});

const columns: readonly Column<Row>[] = [
  column("name", "stack:variant", "left", ({ key }) => text(key)),
  right("all", (row) => figure(cpuMicros(row), "microseconds"), cpu),
  right("user", (row) => figure(row.cpuUserMicrosPerRequest, "microseconds"), cpu),
  right("system", (row) => figure(row.cpuSystemMicrosPerRequest, "microseconds"), cpu),
  right("change", ({ cpuRelative: to }) => (to ? { kind: "change", ratio: to.ratio } : empty), cpu),
  right("interval", ({ cpuRelative: to }) =>
    to?.interval
      ? { kind: "changeInterval", ratio: to.ratio, low: to.interval.low, high: to.interval.high }
      : empty,
  ),
  column("verdict", "verdict", "left", (row) => text(verdictOf(row))),
  right("CPU %", (row) => figure(row.serverCpuShare, "wholePercent")),
  right("p50", (row) => figure(row.latency?.p50Ms, "milliseconds"), "latency, ms"),
  right("p99", (row) => figure(row.latency?.p99Ms, "milliseconds"), "latency, ms"),
  right("memory MiB", (row) => figure(row.memoryBytes, "mebibytes")),
  column("notes", "", "left", (row) => text(notesOf(row))),
];

function verdictOf({ isAnchor, cpuRelative }: Row): string {
  return isAnchor ? "anchor" : (cpuRelative?.verdict ?? "");
}

function notesOf({ status, cautions }: Row): string {
  return [
    ...(status === "measured" ? [] : [status]),
    ...cautions.filter(({ severity }) => severity !== "note").map(({ kind }) => kind),
  ].join(", ");
}
