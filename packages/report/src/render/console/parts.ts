import { partRowColumns, partsIn } from "../../describe/parts.ts";
import type { Group } from "../../table.ts";
import type { Paint } from "./style.ts";
import { tableUnder } from "./table.ts";

/** What stands under a table in the console: each kind of request of its rows that have several. */
export function renderParts({ rows, level }: Group, columns: number, paint: Paint): string[] {
  const parts = partsIn(rows);
  return tableUnder(partRowColumns(parts, level), parts, columns, paint);
}
