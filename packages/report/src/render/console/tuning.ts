import { limitColumns, noTuning } from "../../describe/tuning.ts";
import type { TuningSummary } from "../../summarise/tuning.ts";
import { cleanData } from "../clean-text.ts";
import { painter, type ConsoleOptions } from "./style.ts";
import { fitColumns, headLines, rowLine } from "./table.ts";
import { wrap } from "./text-layout.ts";

/** The ledger for a terminal: one limit a line, what differs explained below it. Ends in a line feed. */
export function renderTuning(summary: TuningSummary, { columns, colour }: ConsoleOptions): string {
  const tuning = cleanData(summary);
  if (tuning.rows.length === 0) return `${noTuning}\n`;
  const paint = painter(colour);
  const fitted = fitColumns(limitColumns, tuning.rows);
  const lines = headLines(fitted).map((line) => line.trimEnd());
  for (const row of tuning.rows) {
    const line = rowLine(row, fitted).trimEnd();
    lines.push(row.asRequested ? line : paint("yellow", line));
    if (row.reason !== "") lines.push(...wrap("    ", row.reason, columns));
  }
  return `${lines.join("\n")}\n`;
}
