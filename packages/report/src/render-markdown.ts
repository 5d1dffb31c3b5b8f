import { adviceFor, startsServers, type VariantInfo } from "@stackbench/model";
import { columnsOf, type ColumnId } from "./columns.ts";
import { describeFigures } from "./describe-figures.ts";
import { describeComparison, describeGroup } from "./describe-group.ts";
import { describeRun } from "./describe-run.ts";
import { wideColumnsOf, type WideColumn } from "./markdown-columns.ts";
import { absent } from "./numbers.ts";
import { renderInvalidWindows } from "./render-invalid-windows.ts";
import { renderProcessesMarkdown } from "./render-processes.ts";
import { renderTuningMarkdown } from "./render-tuning.ts";
import {
  fenced,
  joinMarkdown,
  markdownTable,
  inMarkdown,
  type Markdown,
  type MarkdownPart,
} from "./markdown.ts";
import type { Group, Row, Table } from "./table.ts";

/** `table.md`: every column, failures with their log lines, what ran, the tuning ledger. */
export function renderMarkdown(table: Table): Markdown {
  const sections = [
    [
      inMarkdown`# Run ${table.run.runId}`,
      listOf(describeRun(table, "below")),
      ...renderCautions(table),
    ],
    ...table.groups.map((group) => renderGroup(group, table)),
    renderRemarks(table),
    renderInvalidWindows(table),
    renderFailures(table.rows),
    [inMarkdown`## How to read it`, listOf(describeFigures(table, columnsShown(table)))],
    [inMarkdown`## What ran`, renderVariants(table)],
    [inMarkdown`## Tuning`, renderTuningMarkdown(table.tuning)],
  ];
  return inMarkdown`${joinMarkdown(sections.flat(), "\n\n")}\n`;
}

function listOf(entries: readonly (readonly [term: string, text: string])[]): Markdown {
  return joinMarkdown(
    entries.map(([term, text]) => inMarkdown`- ${term}: ${text}`),
    "\n",
  );
}

function columnsShown({ groups, remarks }: Table): Set<ColumnId> {
  return new Set(groups.flatMap((group) => columnsOf(group, remarks).map(({ id }) => id)));
}

function renderGroup(group: Group, table: Table): Markdown[] {
  const columns = wideColumnsOf(group, table.remarks);
  const comparison = describeComparison(group, table);
  return [
    inMarkdown`## ${describeGroup(group, table)}`,
    ...(comparison === null ? [] : [inMarkdown`${sentenceCase(comparison)}.`]),
    markdownTable(
      columns.map(({ head, align }) => ({ head, align })),
      group.rows.map((row) => columns.map((column) => cellOf(column, row))),
    ),
    ...renderProcessesMarkdown(group),
  ];
}

function cellOf(column: WideColumn, row: Row): MarkdownPart {
  const text = column.cell(row);
  if (column.id === "name") return text.startsWith(" ") ? `↳ ${text.trim()}` : text;
  if (column.id !== "notes") return text;
  if (row.failure)
    return inMarkdown`**failed at ${row.failure.stage}**${text === "" ? "" : inMarkdown` ${text}`}`;
  return row.status === "pending" ? "not measured yet" : text;
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function renderCautions({ cautions }: Table): Markdown[] {
  return cautions.map(
    ({ kind, message }) => inMarkdown`**${kind}**: ${message}. ${adviceFor(kind)}`,
  );
}

function renderRemarks({ remarks }: Table): Markdown[] {
  if (remarks.length === 0) return [];
  const lines = remarks.map(
    ({ mark, kind, windows, invalidWindows, message, advice }) =>
      inMarkdown`- **${mark}** ${kind} (${windows} windows${invalidWindows > 0 ? `, ${invalidWindows} invalid` : ""}): ${message}. ${advice}`,
  );
  return [inMarkdown`## Notes`, joinMarkdown(lines, "\n")];
}

function renderFailures(rows: readonly Row[]): Markdown[] {
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
    const head = inMarkdown`**${row.key}** (${workloads}) failed at ${failure.stage}${rounds}: ${failure.message}`;
    const log = failure.logLines;
    return log.length > 0 ? inMarkdown`${head}\n\n${fenced(log.join("\n"))}` : head;
  });
  return [inMarkdown`## Failures`, ...entries];
}

function renderVariants({ run }: Table): Markdown {
  // Nobody here started a server that already ran.
  const isKnown = startsServers(run);
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
      entriesOf(info.versions, (version) => version),
      // Twelve digits of a digest name an image; run.json has all.
      entriesOf(info.images, (id) => id.replace(/^(sha256:[0-9a-f]{12})[0-9a-f]*$/, "$1")),
    ]),
  );
}

/** "10 x 1" for ten replicas of one worker each. */
function workersOf({ workers, replicas = 1 }: VariantInfo): string {
  return replicas > 1 ? `${replicas} x ${workers}` : String(workers);
}

function entriesOf(entries: Record<string, string>, show: (value: string) => string): string {
  const parts = Object.entries(entries).map(([name, value]) => `${name} ${show(value)}`);
  return parts.length > 0 ? parts.join(", ") : absent;
}
