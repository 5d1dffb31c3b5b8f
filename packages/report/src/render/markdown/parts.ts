import { partRowColumns, partsIn } from "../../describe/parts.ts";
import type { Group } from "../../table.ts";
import { tableInMarkdown, type Markdown } from "./markdown.ts";

/** What stands under a table: each kind of request of its rows that have several. */
export function renderPartsMarkdown({ rows, level }: Group): Markdown[] {
  const parts = partsIn(rows);
  return parts.length === 0 ? [] : [tableInMarkdown(partRowColumns(parts, level), parts)];
}
