import { oneLine } from "./clean-text.ts";

/** What a spreadsheet takes for the beginning of a formula, in any width that it knows. */
const formula = /^[=+\-@＝＋－＠]/;

/** Text from outside as a cell of a CSV file: on one line, and never a formula where a spreadsheet opens it. */
export function csvCell(text: string): string {
  const line = oneLine(text);
  return formula.test(line) ? `'${line}` : line;
}
