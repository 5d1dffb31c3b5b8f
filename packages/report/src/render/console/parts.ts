import { partRowColumns, partsIn } from "../../describe/parts.ts";
import type { Group } from "../../table.ts";
import type { Paint } from "./style.ts";
import { fitColumns, headLines, rowLine } from "./table.ts";

/** What stands under a table in the console: each kind of request of its rows that have several. */
export function renderParts({ rows }: Group, columns: number, paint: Paint): string[] {
  const parts = partsIn(rows);
  if (parts.length === 0) return [];
  const fitted = fitColumns(partRowColumns, parts, columns);
  return [
    "",
    ...headLines(fitted).map((line) => paint("dim", line)),
    ...parts.map((part) => rowLine(part, fitted)),
  ];
}
