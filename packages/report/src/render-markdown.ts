import { columnsOf, type Column } from "./columns.ts";
import { describeFigures } from "./describe-figures.ts";
import { describeLevel, describeRounds, describeRun } from "./describe-run.ts";
import { absent, perSecond } from "./numbers.ts";
import { renderTuningMarkdown } from "./render-tuning.ts";
import { markdownTable, plain } from "./markdown.ts";
import { oneLine } from "./text-layout.ts";
import type { Group, Row, Table } from "./table.ts";

/** `table.md`: every column, failures with their log lines, what ran, the tuning ledger. */
export function renderMarkdown(table: Table): string {
  const sections = [
    [
      `# Run ${table.run.runId}`,
      describeRun(table, "below")
        .map(([label, text]) => `- ${label}: ${plain(text)}`)
        .join("\n"),
    ],
    ...table.groups.map((group) => renderGroup(group, table)),
    renderRemarks(table),
    renderFailures(table.rows),
    [
      "## How to read it",
      describeFigures(table)
        .map(([term, meaning]) => `- ${plain(term)}: ${plain(meaning)}`)
        .join("\n"),
    ],
    ["## What ran", renderVariants(table)],
    ["## Tuning", renderTuningMarkdown(table.tuning)],
  ];
  return `${sections.flat().join("\n\n")}\n`;
}

function renderGroup(group: Group, table: Table): string[] {
  const columns = columnsOf(group, table.remarks).flatMap((column) =>
    column.id === "spread" ? [column, ...rangeColumns] : [column],
  );
  return [
    `## ${group.workload} · ${describeLevel(group.level)}`,
    `${describeRounds(table)}.`,
    markdownTable(
      columns.map((column) => ({ head: headOf(column), align: column.align })),
      group.rows.map((row) => columns.map((column) => cellOf(column, row))),
    ),
  ];
}

const rangeColumns: Pick<Column, "id" | "span" | "head" | "align" | "cell">[] = [
  {
    id: "throughput",
    span: "",
    head: "min",
    align: "right",
    cell: (row) => edge(row.throughput?.min),
  },
  {
    id: "throughput",
    span: "",
    head: "max",
    align: "right",
    cell: (row) => edge(row.throughput?.max),
  },
];

function edge(value: number | undefined): string {
  return value === undefined ? absent : perSecond(value);
}

function headOf({ span, head }: Column): string {
  return `${span} ${head}`.trim();
}

function cellOf(column: Column, row: Row): string {
  if (column.id === "name")
    return `${column.cell(row).startsWith(" ") ? "↳ " : ""}${column.cell(row).trim()}`;
  if (column.id !== "notes") return column.cell(row);
  if (row.failure) return `**failed at ${row.failure.stage}** ${column.cell(row)}`.trim();
  return row.status === "pending" ? "not measured yet" : column.cell(row);
}

function renderRemarks({ remarks }: Table): string[] {
  if (remarks.length === 0) return [];
  const lines = remarks.map(
    ({ mark, kind, windows, invalidWindows, message, advice }) =>
      `- **${mark}** ${kind} (${windows} windows${invalidWindows > 0 ? `, ${invalidWindows} invalid` : ""}): ${plain(oneLine(message))}. ${plain(advice)}`,
  );
  return ["## Notes", lines.join("\n")];
}

function renderFailures(rows: readonly Row[]): string[] {
  const failed = rows.flatMap((row) => (row.failure ? [{ row, failure: row.failure }] : []));
  const distinct = Map.groupBy(failed, ({ row, failure }) =>
    JSON.stringify([row.stack, row.variant, failure.stage, failure.message]),
  );
  if (distinct.size === 0) return [];
  const entries = [...distinct.values()].map((same) => {
    const { row, failure } = same[0]!;
    const workloads = [...new Set(same.map((entry) => entry.row.workload))].join(", ");
    const head = `**${row.stack}:${row.variant}** (${workloads}) failed at ${failure.stage}: ${plain(oneLine(failure.message))}`;
    const log = failure.logLines.map((line) => `    ${oneLine(line)}`);
    return log.length > 0 ? `${head}\n\n${log.join("\n")}` : head;
  });
  return ["## Failures", ...entries];
}

function renderVariants({ run }: Table): string {
  return markdownTable(
    [
      "stack:variant",
      "server",
      "workers",
      "threads",
      "proxy",
      "app listens on",
      "database driver",
      "versions",
      "images",
    ].map((head) => ({ head, align: "left" as const })),
    run.variants.map((info) => [
      info.key,
      info.server,
      String(info.workers),
      String(info.threads),
      info.proxy === "none" ? absent : `${info.proxy} (${info.protocol})`,
      info.socket,
      info.databaseDriver ?? absent,
      listOf(info.versions, (version) => version),
      // Twelve digits of a digest name an image; run.json has all.
      listOf(info.images, (id) => id.replace(/^(sha256:[0-9a-f]{12})[0-9a-f]*$/, "$1")),
    ]),
  );
}

function listOf(entries: Record<string, string>, show: (value: string) => string): string {
  const parts = Object.entries(entries).map(([name, value]) => `${name} ${show(value)}`);
  return parts.length > 0 ? parts.join(", ") : absent;
}
