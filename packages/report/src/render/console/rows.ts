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

/** Text in lines that fit, without a line feed at the end. */
export function paragraph(text: string, { columns }: Pick<ConsoleOptions, "columns">): string {
  return wrap("", text, columns).join("\n");
}
