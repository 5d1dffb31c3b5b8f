import { adviceFor, startsServers } from "@stackbench/model";
import { answersOf } from "../../describe/answer.ts";
import { distinctFailures } from "../../describe/failures.ts";
import { describeFigures } from "../../describe/figures.ts";
import { describeComparison, describeGroup } from "../../describe/group.ts";
import { describeRun } from "../../describe/run.ts";
import { countText } from "../../describe/remarks.ts";
import { columnsOf, type ColumnId, type RunColumn } from "../../describe/run-columns.ts";
import { variantColumns } from "../../describe/variants.ts";
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
import { renderPartsMarkdown } from "./parts.ts";
import { renderProcessesMarkdown } from "./processes.ts";
import { renderSloAnswers, renderSlosMarkdown } from "./slo.ts";
import { renderTuningMarkdown } from "./tuning.ts";

/** `table.md`: the answer, every column, failures with their log lines, what ran, the tuning ledger. */
export function renderMarkdown(table: Table, answers = answersOf(table)): Markdown {
  const sections = [
    [
      inMarkdown`# Run ${table.run.runId}`,
      ...renderSloAnswers(table),
      ...answers.map((sentence) => inMarkdown`**${sentence}**`),
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
    ...renderPartsMarkdown(group),
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
    (remark) =>
      inMarkdown`- **${remark.mark}** ${remark.kind} (${countText(remark)}): ${remark.message}. ${remark.advice}`,
  );
  return [inMarkdown`## Notes`, joinMarkdown(lines, "\n")];
}

function renderFailures(rows: readonly Row[]): Markdown[] {
  const entries = distinctFailures(rows).map(({ key, workloads, failure, said }) => {
    const head = inMarkdown`**${key}** (${workloads.join(", ")}) ${said}: ${failure.message}`;
    const log = failure.logLines;
    return log.length > 0 ? inMarkdown`${head}\n\n${fenced(log.join("\n"))}` : head;
  });
  return entries.length === 0 ? [] : [inMarkdown`## Failures`, ...entries];
}

function renderVariants({ run }: Table): Markdown {
  return tableInMarkdown(variantColumns(startsServers(run)), run.variants);
}
