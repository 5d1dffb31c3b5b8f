import type { Column } from "../../describe/cell.ts";
import { painter, type ConsoleOptions } from "./style.ts";
import { headLines, rowLine, splitColumns } from "./table.ts";
import { wrap } from "./text-layout.ts";

/**
 * A table of rows of any kind: a line each below its headings, without a line feed at the end. Where it has no room it becomes
 * several below one another. `keys`: how many columns, from the first, tell its rows apart, and stand in each of them.
 */
export function renderRows<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { columns: width, colour }: ConsoleOptions,
  keys = 1,
): string {
  const paint = painter(colour);
  return splitColumns(columns, rows, width, keys)
    .map((part) => {
      const heads = headLines(part).map((line) => paint("dim", line.trimEnd()));
      return [...heads, ...rows.map((row) => rowLine(row, part).trimEnd())].join("\n");
    })
    .join("\n\n");
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
