import type { Paint } from "./console-style.ts";
import {
  describeLive,
  groupColumns,
  groupName,
  rowsWithChanges,
  rowsWithGroups,
} from "../describe/processes.ts";
import { joinMarkdown, markdownTable, inMarkdown, type Markdown } from "./markdown.ts";
import { displayWidth, padEnd, padStart, wrap } from "./text-layout.ts";
import type { GroupFigures } from "../row.ts";
import type { Group } from "../table.ts";

/** What stands under a table in the console: the process groups of its variants, and numbers of processes that changed. */
export function renderProcesses(group: Group, columns: number, paint: Paint): string[] {
  return [
    ...rowsWithGroups(group).flatMap(({ row, groups }) => [
      "",
      ...wrap("", `process groups of ${row.key}`, columns).map((line) => paint("bold", line)),
      ...layOut(groups).map((line, index) => (index === 0 ? paint("dim", line) : line)),
    ]),
    ...rowsWithChanges(group).flatMap(({ row, live }) =>
      wrap("  ", `${row.key}: ${describeLive(live)}`, columns),
    ),
  ];
}

/** The same for `table.md`. */
export function renderProcessesMarkdown(group: Group): Markdown[] {
  const changes = rowsWithChanges(group).map(
    ({ row, live }) => inMarkdown`- ${row.key}: ${describeLive(live)}`,
  );
  return [
    ...rowsWithGroups(group).flatMap(({ row, groups }) => [
      inMarkdown`Process groups of ${row.key}:`,
      markdownTable(
        [
          { head: groupName.head, align: "left" },
          ...groupColumns.map(({ head }) => ({ head, align: "right" as const })),
        ],
        groups.map((figures) => [groupName, ...groupColumns].map(({ cell }) => cell(figures))),
      ),
    ]),
    ...(changes.length > 0 ? [joinMarkdown(changes, "\n")] : []),
  ];
}

function layOut(groups: readonly GroupFigures[]): string[] {
  const cells = [
    ["", ...groupColumns.map(({ head }) => head)],
    ...groups.map((figures) => [groupName, ...groupColumns].map(({ cell }) => cell(figures))),
  ];
  const widths = cells[0]!.map((_, column) =>
    Math.max(...cells.map((line) => displayWidth(line[column]!))),
  );
  return cells.map(([name = "", ...figures]) => {
    const padded = figures.map((text, index) => padStart(text, widths[index + 1]!));
    return `  ${[padEnd(name, widths[0]!), ...padded].join("  ")}`;
  });
}
