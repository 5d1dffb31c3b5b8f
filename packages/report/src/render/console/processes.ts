import {
  describeLive,
  groupColumns,
  rowsWithChanges,
  rowsWithGroups,
} from "../../describe/processes.ts";
import type { GroupFigures } from "../../row.ts";
import type { Group } from "../../table.ts";
import type { Paint } from "./style.ts";
import { fitColumns, headLines, rowLine } from "./table.ts";
import { wrap } from "./text-layout.ts";

/** What stands under a table in the console: the process groups of its variants, and numbers of processes that changed. */
export function renderProcesses(group: Group, columns: number, paint: Paint): string[] {
  return [
    ...rowsWithGroups(group).flatMap(({ row, groups }) => [
      "",
      ...wrap("", `process groups of ${row.key}`, columns).map((line) => paint("bold", line)),
      ...layOut(groups, paint),
    ]),
    ...rowsWithChanges(group).flatMap(({ row, live }) =>
      wrap("  ", `${row.key}: ${describeLive(live)}`, columns),
    ),
  ];
}

/** The line above the table says what the first column holds. */
function layOut(groups: readonly GroupFigures[], paint: Paint): string[] {
  const [name, ...figures] = groupColumns;
  const fitted = fitColumns([{ ...name!, head: "" }, ...figures], groups);
  return [
    ...headLines(fitted).map((line) => paint("dim", `  ${line}`)),
    ...groups.map((group) => `  ${rowLine(group, fitted)}`),
  ];
}
