import { column, figure, text, type Column } from "../../describe/cell.ts";
import { levelName } from "../../describe/group.ts";
import type { InvalidWindow, Table } from "../../table.ts";
import { inMarkdown, tableInMarkdown, type Markdown } from "./markdown.ts";

const columns: readonly Column<InvalidWindow>[] = [
  column("round", "round", "right", ({ round }) => figure(round, "count")),
  column("name", "stack:variant", "left", ({ key }) => text(key)),
  column("workload", "workload", "left", ({ workload }) => text(workload)),
  column("level", "level", "left", ({ level }) => text(levelName(level))),
  column("generator", "generator", "left", ({ generator }) => text(generator)),
  column("throughput", "requests/s", "right", (window) => figure(window.throughput, "perSecond")),
  column("reasons", "why", "left", ({ reasons }) =>
    text(reasons.map(({ kind, message }) => `${kind}: ${message}`).join("; ")),
  ),
];

/** The section of `table.md` with every window that was measured and does not count; empty without one. */
export function renderInvalidWindows({ invalidWindows, groups }: Table): Markdown[] {
  if (invalidWindows.length === 0) return [];
  // What all windows have in common says nothing about one.
  const levels = new Set(groups.map(({ level }) => JSON.stringify(level)));
  const generators = new Set(invalidWindows.map(({ generator }) => generator));
  const left = new Set([
    ...(levels.size === 1 ? ["level"] : []),
    ...(generators.size === 1 ? ["generator"] : []),
  ]);
  return [
    inMarkdown`## Invalid windows`,
    inMarkdown`Measured and shown, and in no estimate, rank or verdict.`,
    tableInMarkdown(
      columns.filter(({ id }) => !left.has(id)),
      invalidWindows,
    ),
  ];
}
