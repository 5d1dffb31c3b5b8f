import { adviceFor, type VariantInfo, startsServers } from "@stackbench/model";
import { column, figure, text, unknown, type Cell } from "../../describe/cell.ts";
import { describeFigures } from "../../describe/figures.ts";
import { describeComparison, describeGroup } from "../../describe/group.ts";
import { describeRun } from "../../describe/run.ts";
import { columnsOf, type ColumnId, type RunColumn } from "../../describe/run-columns.ts";
import { wideColumnsOf } from "../../describe/run-wide-columns.ts";
import { type Row } from "../../row.ts";
import { type Group, type Table } from "../../table.ts";
import { cellText } from "../cell-text.ts";
import { renderInvalidWindows } from "./invalid-windows.ts";
import {
  fenced,
  joinMarkdown,
  inMarkdown,
  tableInMarkdown,
  type Markdown,
  type MarkdownPart,
} from "./markdown.ts";
import { renderProcessesMarkdown } from "./processes.ts";
import { renderSloAnswers, renderSlosMarkdown } from "./slo.ts";
import { renderTuningMarkdown } from "./tuning.ts";

/** `table.md`: every column, failures with their log lines, what ran, the tuning ledger. */
export function renderMarkdown(table: Table): Markdown {
  const sections = [
    [
      inMarkdown`# Run ${table.run.runId}`,
      ...renderSloAnswers(table),
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
    tableInMarkdown(columns, group.rows, partOf),
    ...renderSlosMarkdown(group),
    ...renderProcessesMarkdown(group),
  ];
}

function partOf({ id, cell }: RunColumn, row: Row): MarkdownPart {
  const written = cellText(cell(row));
  if (id !== "notes") return written;
  if (row.failure)
    return inMarkdown`**failed at ${row.failure.stage}**${written === "" ? "" : inMarkdown` ${written}`}`;
  return row.status === "pending" ? "not measured yet" : written;
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
  const columns: [head: string, cell: (info: VariantInfo) => Cell][] = [
    ["stack:variant", ({ key }) => text(key)],
    ["server", ({ server }) => text(server)],
    ["workers", (info) => (isKnown ? text(workersOf(info)) : unknown)],
    ["threads", ({ threads }) => (isKnown ? figure(threads, "count") : unknown)],
    [
      "proxy",
      ({ proxy, protocol }) => (proxy === "none" ? unknown : text(`${proxy} (${protocol})`)),
    ],
    ["app listens on", ({ socket }) => text(socket)],
    ["database driver", ({ databaseDriver }) => (databaseDriver ? text(databaseDriver) : unknown)],
    ["versions", ({ versions }) => entriesOf(versions, (version) => version)],
    // Twelve digits of a digest name an image; run.json has all.
    [
      "images",
      ({ images }) =>
        entriesOf(images, (id) => id.replace(/^(sha256:[0-9a-f]{12})[0-9a-f]*$/, "$1")),
    ],
  ];
  return tableInMarkdown(
    columns.map(([head, cell]) => column(head, head, "left", cell)),
    run.variants,
  );
}

/** "10 x 1" for ten replicas of one worker each. */
function workersOf({ workers, replicas = 1 }: VariantInfo): string {
  return replicas > 1 ? `${replicas} x ${workers}` : String(workers);
}

function entriesOf(entries: Record<string, string>, show: (value: string) => string): Cell {
  const parts = Object.entries(entries).map(([name, value]) => `${name} ${show(value)}`);
  return parts.length > 0 ? text(parts.join(", ")) : unknown;
}
