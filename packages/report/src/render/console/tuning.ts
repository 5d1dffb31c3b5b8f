import { column, text, type Column } from "../../describe/cell.ts";
import type { TuningRow, TuningSummary } from "../../summarise/tuning.ts";
import { cleanData } from "../clean-text.ts";
import { painter, type ConsoleOptions } from "./style.ts";
import { joinMarkdown, inMarkdown, tableInMarkdown, type Markdown } from "../markdown/markdown.ts";
import { fitColumns, headLines, rowLine } from "./table.ts";
import { wrap } from "./text-layout.ts";

const nothing = "The limits are the machine's own: none was asked for.";

const limits: readonly Column<TuningRow>[] = [
  column("limit", "limit", "left", ({ name }) => text(name)),
  column("scope", "scope", "left", ({ scope }) => text(scope)),
  column("requested", "requested", "left", ({ requested }) => text(requested)),
  column("effective", "effective", "left", ({ effective }) => text(effective)),
];
const why = column("reason", "why they differ", "left", ({ reason }: TuningRow) => text(reason));

/** The ledger for a terminal: one limit a line, what differs explained below it. Ends in a line feed. */
export function renderTuning(summary: TuningSummary, { columns, colour }: ConsoleOptions): string {
  const tuning = cleanData(summary);
  if (tuning.rows.length === 0) return `${nothing}\n`;
  const paint = painter(colour);
  const fitted = fitColumns(limits, tuning.rows);
  const lines = headLines(fitted).map((line) => line.trimEnd());
  for (const row of tuning.rows) {
    const line = rowLine(row, fitted).trimEnd();
    lines.push(row.asRequested ? line : paint("yellow", line));
    if (row.reason !== "") lines.push(...wrap("    ", row.reason, columns));
  }
  return `${lines.join("\n")}\n`;
}

/** The ledger as a Markdown table. */
export function renderTuningMarkdown(tuning: TuningSummary): Markdown {
  if (tuning.rows.length === 0) return inMarkdown`${nothing}`;
  const head = inMarkdown`Profile ${tuning.profile}: ${tuning.asRequested} of ${tuning.total} limits stand as they were asked for.`;
  return joinMarkdown([head, tableInMarkdown([...limits, why], tuning.rows)], "\n\n");
}
