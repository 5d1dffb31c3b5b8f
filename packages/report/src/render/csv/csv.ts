import { stringify } from "csv-stringify/sync";
import { column, figure, text, unknown, type Cell, type Column } from "../../describe/cell.ts";
import { cellText } from "../cell-text.ts";
import { oneLine } from "../clean-text.ts";

/** A table as CSV (RFC 4180): figures as they are, in no unit but their own; what is unknown is empty. */
export function renderCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  return csvOf(
    columns.map(({ head }) => head),
    rows.map((row) => columns.map(({ cell }) => rawValue(cell(row)))),
  );
}

/** Values as CSV (RFC 4180) below a line of headings; null is empty. */
export function csvOf(
  head: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string {
  return stringify(
    rows.map((row) => [...row]),
    { header: true, columns: [...head], cast: { string: csvCell } },
  );
}

/** A line of a file whose columns are `Name`; what is not there, or null, is unknown. */
export type Line<Name extends string> = Partial<
  Record<Name, string | number | boolean | null | undefined>
>;

/** Lines as CSV, each with all columns in their order: the same head for every run. */
export function renderLines<Name extends string>(
  names: readonly Name[],
  lines: readonly Line<Name>[],
): string {
  const columns = names.map((name) =>
    column(name, name, "left", (line: Line<Name>) => exactCell(line[name])),
  );
  return renderCsv(columns, lines);
}

function exactCell(value: string | number | boolean | null | undefined): Cell {
  if (value === undefined || value === null) return unknown;
  return typeof value === "number" ? figure(value, "exact") : text(String(value));
}

function rawValue(cell: Cell): string | number {
  if (cell.kind === "figure") return cell.value;
  return cell.kind === "unknown" ? "" : cellText(cell);
}

/** What a spreadsheet takes for the beginning of a formula, in any width that it knows. */
const formula = /^[=+\-@＝＋－＠]/;

/** Text from outside as a cell of a CSV file: on one line, and never a formula where a spreadsheet opens it. */
function csvCell(content: string): string {
  const line = oneLine(content);
  return formula.test(line) ? `'${line}` : line;
}
