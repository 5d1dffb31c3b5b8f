import { stringify } from "csv-stringify/sync";
import type { Cell, Column } from "../../describe/cell.ts";
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
