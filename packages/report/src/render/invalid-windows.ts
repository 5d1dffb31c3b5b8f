import { levelName } from "../describe/group.ts";
import { markdownTable, inMarkdown, type Markdown } from "./markdown.ts";
import { perSecond } from "../describe/numbers.ts";
import type { Table } from "../table.ts";

/** The section of `table.md` with every window that was measured and does not count; empty without one. */
export function renderInvalidWindows({ invalidWindows, groups }: Table): Markdown[] {
  if (invalidWindows.length === 0) return [];
  const heads = ["round", "stack:variant", "workload", "level", "generator", "requests/s", "why"];
  const rightAligned = new Set(["round", "requests/s"]);
  // What all windows have in common says nothing about one.
  const levels = new Set(groups.map(({ level }) => JSON.stringify(level)));
  const generators = new Set(invalidWindows.map(({ generator }) => generator));
  const left = new Set([
    ...(levels.size === 1 ? ["level"] : []),
    ...(generators.size === 1 ? ["generator"] : []),
  ]);
  const kept = heads.map((head, index) => ({ head, index })).filter(({ head }) => !left.has(head));
  const rows = invalidWindows.map(({ round, key, workload, level, generator, ...window }) => [
    String(round),
    key,
    workload,
    levelName(level),
    generator,
    perSecond(window.throughput),
    window.reasons.map(({ kind, message }) => `${kind}: ${message}`).join("; "),
  ]);
  return [
    inMarkdown`## Invalid windows`,
    inMarkdown`Measured and shown, and in no estimate, rank or verdict.`,
    markdownTable(
      kept.map(({ head }) => ({ head, align: rightAligned.has(head) ? "right" : "left" })),
      rows.map((cells) => kept.map(({ index }) => cells[index]!)),
    ),
  ];
}
