import type { Column } from "../../describe/cell.ts";
import { painter, type ConsoleOptions } from "./style.ts";
import { headLines, rowLine, splitColumns, type Fitted } from "./table.ts";
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
  const parts = splitColumns(columns, rows, width, keys);
  return parts
    .map((part) => {
      const heads = headLines(part).map((line) => paint("dim", line.trimEnd()));
      // In a later one a row may have nothing but its name.
      const told = rows.filter((row) => part === parts[0] || saysAnything(row, part, keys));
      return [...heads, ...told.map((row) => rowLine(row, part).trimEnd())].join("\n");
    })
    .join("\n\n");
}

function saysAnything<Row>(row: Row, part: readonly Fitted<Row>[], keys: number): boolean {
  return part.slice(keys).some(({ textOf }) => textOf(row) !== "");
}

/** What stands below a table that does not tell how to read it. */
export const whereToRead = "how it was measured, how to read it: report.html, or --explain";

/** How to read a table, for whoever asks to be told; else where it is told. */
export function readingOf(text: string, { columns, colour, explain }: ConsoleOptions): string[] {
  if (explain) return [paragraph(text, { columns })];
  const paint = painter(colour);
  return [
    wrap("", whereToRead, columns)
      .map((line) => paint("dim", line))
      .join("\n"),
  ];
}

/** Text in lines that fit, without a line feed at the end. */
export function paragraph(text: string, { columns }: Pick<ConsoleOptions, "columns">): string {
  return wrap("", text, columns).join("\n");
}
