import {
  describeLive,
  groupColumns,
  rowsWithChanges,
  rowsWithGroups,
} from "../../describe/processes.ts";
import type { Group } from "../../table.ts";
import { inMarkdown, joinMarkdown, tableInMarkdown, type Markdown } from "./markdown.ts";

/** What stands under a table: the process groups of its variants, and numbers of processes that changed. */
export function renderProcessesMarkdown(group: Group): Markdown[] {
  const changes = rowsWithChanges(group).map(
    ({ row, live }) => inMarkdown`- ${row.key}: ${describeLive(live)}`,
  );
  return [
    ...rowsWithGroups(group).flatMap(({ row, groups }) => [
      inMarkdown`Process groups of ${row.key}:`,
      tableInMarkdown(groupColumns, groups),
    ]),
    ...(changes.length > 0 ? [joinMarkdown(changes, "\n")] : []),
  ];
}
