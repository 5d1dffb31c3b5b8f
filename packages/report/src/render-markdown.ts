import { adviceFor, type VariantInfo } from "@stackbench/model";
import { columnsOf, type ColumnId } from "./columns.ts";
import { describeFigures } from "./describe-figures.ts";
import { describeComparison, describeGroup } from "./describe-group.ts";
import { describeRun } from "./describe-run.ts";
import { wideColumnsOf, type WideColumn } from "./markdown-columns.ts";
import { absent } from "./numbers.ts";
import { renderInvalidWindows } from "./render-invalid-windows.ts";
import { renderProcessesMarkdown } from "./render-processes.ts";
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
      ...renderCautions(table),
    ],
    ...table.groups.map((group) => renderGroup(group, table)),
    renderRemarks(table),
    renderInvalidWindows(table),
    renderFailures(table.rows),
    [
      "## How to read it",
      describeFigures(table, columnsShown(table))
        .map(([term, meaning]) => `- ${plain(term)}: ${plain(meaning)}`)
        .join("\n"),
    ],
    ["## What ran", renderVariants(table)],
    ["## Tuning", renderTuningMarkdown(table.tuning)],
  ];
  return `${sections.flat().join("\n\n")}\n`;
}

function columnsShown({ groups, remarks }: Table): Set<ColumnId> {
  return new Set(groups.flatMap((group) => columnsOf(group, remarks).map(({ id }) => id)));
}

function renderGroup(group: Group, table: Table): string[] {
  const columns = wideColumnsOf(group, table.remarks);
  const comparison = describeComparison(group, table);
  return [
    `## ${describeGroup(group, table)}`,
    ...(comparison === null ? [] : [`${sentenceCase(plain(comparison))}.`]),
    markdownTable(
      columns.map(({ head, align }) => ({ head, align })),
      group.rows.map((row) => columns.map((column) => cellOf(column, row))),
    ),
    ...renderProcessesMarkdown(group),
  ];
}

function cellOf(column: WideColumn, row: Row): string {
  if (column.id === "name")
    return `${column.cell(row).startsWith(" ") ? "↳ " : ""}${column.cell(row).trim()}`;
  if (column.id !== "notes") return column.cell(row);
  if (row.failure) return `**failed at ${row.failure.stage}** ${column.cell(row)}`.trim();
  return row.status === "pending" ? "not measured yet" : column.cell(row);
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function renderCautions({ cautions }: Table): string[] {
  return cautions.map(
    ({ kind, message }) => `**${kind}**: ${plain(message)}. ${plain(adviceFor(kind))}`,
  );
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
    const rounds = same.every((entry) => entry.row.windows.failed === entry.row.windows.planned)
      ? ""
      : ` in ${row.windows.failed} of ${row.windows.planned} windows, first in round ${failure.round}`;
    const head = `**${row.key}** (${workloads}) failed at ${failure.stage}${rounds}: ${plain(oneLine(failure.message))}`;
    const log = failure.logLines.map((line) => `    ${oneLine(line)}`);
    return log.length > 0 ? `${head}\n\n${log.join("\n")}` : head;
  });
  return ["## Failures", ...entries];
}

function renderVariants({ run }: Table): string {
  // Nobody here started a server that already ran.
  const isKnown = run.engine.driver !== "external";
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
      isKnown ? workersOf(info) : absent,
      isKnown ? String(info.threads) : absent,
      info.proxy === "none" ? absent : `${info.proxy} (${info.protocol})`,
      info.socket,
      info.databaseDriver ?? absent,
      listOf(info.versions, (version) => version),
      // Twelve digits of a digest name an image; run.json has all.
      listOf(info.images, (id) => id.replace(/^(sha256:[0-9a-f]{12})[0-9a-f]*$/, "$1")),
    ]),
  );
}

/** "10 x 1" for ten replicas of one worker each. */
function workersOf({ workers, replicas = 1 }: VariantInfo): string {
  return replicas > 1 ? `${replicas} x ${workers}` : String(workers);
}

function listOf(entries: Record<string, string>, show: (value: string) => string): string {
  const parts = Object.entries(entries).map(([name, value]) => `${name} ${show(value)}`);
  return parts.length > 0 ? parts.join(", ") : absent;
}
