import type { Column } from "../../describe/cell.ts";
import { painter, type ConsoleOptions } from "./style.ts";
import { fitColumns, headLines, rowLine } from "./table.ts";
import { wrap } from "./text-layout.ts";

/** A table of rows of any kind: a line each below its headings, without a line feed at the end. */
export function renderRows<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { columns: width, colour }: ConsoleOptions,
): string {
  const fitted = fitColumns(columns, rows, width);
  const paint = painter(colour);
  const heads = headLines(fitted).map((line) => paint("dim", line));
  return [...heads, ...rows.map((row) => rowLine(row, fitted).trimEnd())].join("\n");
}

/** What stands below a table that does not tell how to read it. */
export const whereToRead = "how it was measured, how to read it: report.html, or --explain";

/** How to read a table, for whoever asks to be told; else where it is told. */
export function readingOf(text: string, { columns, colour, explain }: ConsoleOptions): string[] {
  return [explain ? paragraph(text, { columns }) : painter(colour)("dim", whereToRead)];
}

/** Text in lines that fit, without a line feed at the end. */
export function paragraph(text: string, { columns }: Pick<ConsoleOptions, "columns">): string {
  return wrap("", text, columns).join("\n");
}
