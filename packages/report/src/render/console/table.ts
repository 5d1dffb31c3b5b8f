import type { Column } from "../../describe/cell.ts";
import { cellText } from "../cell-text.ts";
import type { Paint } from "./style.ts";
import { displayWidth, padCentre, padEnd, padStart, shorten } from "./text-layout.ts";

/** A column with the room that it takes in lines of characters. */
export interface Fitted<Row, Id extends string = string> extends Column<Row, Id> {
  width: number;
  gap: number;
  textOf(row: Row): string;
}

type Columns<Row, Id extends string> = readonly Column<Row, Id>[];

/** A step towards a narrower table; leaves the columns alone where it does not apply. */
export type Step<Row, Id extends string> = (columns: Columns<Row, Id>) => Columns<Row, Id>;

const narrowestName = 16;

/** Takes one step after the other until the table is at most `available` columns wide; then shortens names. */
export function fitColumns<Row, Id extends string>(
  all: Columns<Row, Id>,
  rows: readonly Row[],
  available = Infinity,
  steps: readonly Step<Row, Id>[] = [],
): Fitted<Row, Id>[] {
  let columns = all;
  for (const step of steps) {
    if (widthOf(measure(columns, rows)) <= available) break;
    columns = step(columns);
  }
  const fitted = measure(columns, rows);
  const excess = widthOf(fitted) - available;
  return excess > 0 ? fitted.map((column) => shortenName(column, excess)) : fitted;
}

/** Of text that was cut there is at least so much. */
const narrowestText = 12;

/**
 * The same table in several below one another where it has no room: each begins with the first `keys` columns, and none of the
 * others is lost. Text that is wider than a line by itself is cut.
 */
export function splitColumns<Row, Id extends string>(
  all: Columns<Row, Id>,
  rows: readonly Row[],
  available: number,
  keys = 1,
): Fitted<Row, Id>[][] {
  const whole = measure(all, rows);
  if (widthOf(whole) <= available) return [whole];
  // A column of notes where nothing is to be noted takes none of them.
  const told = all.filter((_, index) => whole[index]!.width > 0);
  const lead = told.slice(0, keys);
  const parts: Column<Row, Id>[][] = [];
  for (const column of told.slice(keys)) {
    const last = parts.at(-1);
    const fits = last && widthOf(measure([...lead, ...last, column], rows)) <= available;
    if (fits) last.push(column);
    else parts.push([column]);
  }
  return parts.map((part) => cutTexts(measure([...lead, ...part], rows), available));
}

/** Cuts the widest texts first. */
function cutTexts<Row, Id extends string>(
  columns: Fitted<Row, Id>[],
  available: number,
): Fitted<Row, Id>[] {
  let excess = widthOf(columns) - available;
  const widths = new Map<Fitted<Row, Id>, number>();
  const texts = columns.filter(({ align }) => align === "left");
  for (const column of texts.toSorted((a, b) => b.width - a.width)) {
    const width = Math.max(Math.min(narrowestText, column.width), column.width - excess);
    if (excess > 0) widths.set(column, width);
    excess -= column.width - width;
  }
  return columns.map((column) => {
    const width = widths.get(column);
    if (width === undefined) return column;
    return { ...column, width, textOf: (row) => shorten(column.textOf(row), width) };
  });
}

function widthOf(columns: readonly { width: number; gap: number }[]): number {
  return columns.reduce((sum, { width, gap }) => sum + width + gap, 0);
}

function measure<Row, Id extends string>(
  columns: Columns<Row, Id>,
  rows: readonly Row[],
): Fitted<Row, Id>[] {
  const fitted = columns.map((column, index) => {
    const textOf = (row: Row): string => cellText(column.cell(row));
    const [before, after] = [columns[index - 1], columns[index + 1]];
    const isAlone = before?.span !== column.span && after?.span !== column.span;
    const width = Math.max(
      displayWidth(column.head),
      isAlone ? displayWidth(column.span) : 0,
      ...rows.map((row) => displayWidth(textOf(row))),
    );
    return { ...column, width, gap: gapBetween(before, column), textOf };
  });
  widenUnderSpans(fitted);
  return fitted;
}

/** A table that stands under another: a blank line, its headings, a line a row; in several where it has no room; nothing where there is no row. */
export function tableUnder<Row>(
  all: readonly Column<Row>[],
  rows: readonly Row[],
  available: number,
  paint: Paint,
): string[] {
  if (rows.length === 0) return [];
  return splitColumns(all, rows, available).flatMap((part) => [
    "",
    ...headLines(part).map((line) => paint("dim", line)),
    ...rows.map((row) => rowLine(row, part)),
  ]);
}

/** Figures that belong together stand together. */
function gapBetween<Row>(before: Column<Row> | undefined, { gap, span }: Column<Row>): number {
  if (before === undefined) return 0;
  return gap ?? (span !== "" && before.span === span ? 1 : 2);
}

/** A heading over several columns needs its room: the first of them gives it. */
function widenUnderSpans<Row>(columns: readonly Fitted<Row>[]): void {
  for (const members of spansOf(columns)) {
    const first = members[0]!;
    const missing = displayWidth(first.span) - (widthOf(members) - first.gap);
    if (missing > 0) first.width += missing;
  }
}

/** Runs of neighbours with the same heading. */
function spansOf<Row>(columns: readonly Fitted<Row>[]): Fitted<Row>[][] {
  const spans: Fitted<Row>[][] = [];
  for (const column of columns) {
    const last = spans.at(-1);
    if (last && column.span !== "" && last[0]!.span === column.span) last.push(column);
    else spans.push([column]);
  }
  return spans;
}

function shortenName<Row, Id extends string>(
  column: Fitted<Row, Id>,
  excess: number,
): Fitted<Row, Id> {
  if (column.id !== "name") return column;
  const width = Math.max(narrowestName, column.width - excess);
  return { ...column, width, textOf: (row) => shorten(column.textOf(row), width) };
}

/** The headings, those over several columns in a line above; none where nothing has a heading. */
export function headLines<Row>(columns: readonly Fitted<Row>[]): string[] {
  const spans = spansOf(columns).map((members) => {
    const { gap, span } = members[0]!;
    const place = members.every(({ align }) => align === "right") ? padStart : padCentre;
    return " ".repeat(gap) + place(span, widthOf(members) - gap);
  });
  const heads = columns.map((column) => " ".repeat(column.gap) + padded(column, column.head));
  return [spans.join(""), heads.join("")].filter((line) => line.trim() !== "");
}

/** One row of a table, cell by cell, as wide as their columns. */
export function cellsOf<Row, Id extends string>(
  row: Row,
  columns: readonly Fitted<Row, Id>[],
): { column: Fitted<Row, Id>; blanks: string; text: string }[] {
  return columns.map((column) => ({
    column,
    blanks: " ".repeat(column.gap),
    text: padded(column, column.textOf(row)),
  }));
}

/** The same as one line. */
export function rowLine<Row>(row: Row, columns: readonly Fitted<Row>[]): string {
  return cellsOf(row, columns)
    .map(({ blanks, text }) => blanks + text)
    .join("");
}

function padded<Row>({ align, width }: Fitted<Row>, text: string): string {
  return align === "right" ? padStart(text, width) : padEnd(text, width);
}
