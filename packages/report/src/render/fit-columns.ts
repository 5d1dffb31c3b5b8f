import type { Column, ColumnId } from "./columns.ts";
import { hasErrors, narrowingSteps } from "./narrow-columns.ts";
import { displayWidth, shorten } from "./text-layout.ts";
import type { Row } from "../row.ts";
import type { Group } from "../table.ts";

/** Columns with the widths they take. */
export interface Fitted {
  columns: FittedColumn[];
  /** What found no room, in words. */
  leftOut: string[];
}

export interface FittedColumn extends Column {
  width: number;
  /** Blanks before it. */
  gap: number;
}

const narrowestName = 16;

/** Drops and folds columns until a group's table is at most `available` columns wide; then shortens names. */
export function fitColumns(
  all: readonly Column[],
  group: Group,
  rows: readonly Row[],
  available: number,
): Fitted {
  let columns = [...all];
  for (const step of narrowingSteps) {
    if (totalWidth(measure(columns, rows)) <= available) break;
    columns = step(columns, group);
  }
  const fitted = measure(columns, rows);
  const excess = totalWidth(fitted) - available;
  return {
    columns: excess > 0 ? fitted.map((column) => shortenName(column, excess)) : fitted,
    leftOut: leftOut(all, columns, group),
  };
}

function totalWidth(columns: readonly FittedColumn[]): number {
  return columns.reduce((sum, { width, gap }) => sum + width + gap, 0);
}

function measure(columns: readonly Column[], rows: readonly Row[]): FittedColumn[] {
  const fitted = columns.map((column, index) => ({
    ...column,
    width: Math.max(
      displayWidth(column.head),
      isAlone(columns, index) ? displayWidth(column.span) : 0,
      ...rows.map((row) => displayWidth(column.cell(row))),
    ),
    gap: index === 0 ? 0 : gapBefore(columns, index),
  }));
  widenUnderSpans(fitted);
  return fitted;
}

/** Figures that belong together stand together. */
function gapBefore(columns: readonly Column[], index: number): number {
  const { span, id } = columns[index]!;
  return id === "spread" ||
    id === "relative-interval" ||
    (id !== "verdict" && span !== "" && columns[index - 1]!.span === span)
    ? 1
    : 2;
}

/** A heading over several columns needs its room: the first of them gives it. */
function widenUnderSpans(columns: FittedColumn[]): void {
  for (const { first, members } of spansOf(columns)) {
    const missing = displayWidth(first.span) - (totalWidth(members) - first.gap);
    if (missing > 0) first.width += missing;
  }
}

/** Runs of neighbours with the same heading. */
export function spansOf(
  columns: readonly FittedColumn[],
): { first: FittedColumn; members: FittedColumn[] }[] {
  const spans: { first: FittedColumn; members: FittedColumn[] }[] = [];
  for (const column of columns) {
    const last = spans.at(-1);
    if (last && column.span !== "" && last.first.span === column.span) last.members.push(column);
    else spans.push({ first: column, members: [column] });
  }
  return spans;
}

function isAlone(columns: readonly Column[], index: number): boolean {
  const { span } = columns[index]!;
  return columns[index - 1]?.span !== span && columns[index + 1]?.span !== span;
}

function shortenName(column: FittedColumn, excess: number): FittedColumn {
  if (column.id !== "name") return column;
  const width = Math.max(narrowestName, column.width - excess);
  return { ...column, width, cell: (row) => shorten(column.cell(row), width) };
}

/** How columns are called where they are missed. */
const names: Partial<Record<ColumnId, string>> = {
  megabytes: "MB/s",
  spread: "±% of requests/s",
  "relative-interval": "the intervals",
  "latency-p50": "p50",
  "latency-p90": "p90",
  "latency-p999": "p99.9",
  "service-p50": "p50 service time",
  "service-p99": "p99 service time",
  user: "CPU time per request",
  "cpu-relative": "CPU time against the anchor",
  "database-cpu": "CPU time of the database",
  "server-cpu": "server CPU %",
  memory: "memory",
  "database-memory": "memory of the database",
  errors: "errors",
};

function leftOut(all: readonly Column[], kept: readonly Column[], group: Group): string[] {
  const ids = new Set(kept.map(({ id }) => id));
  return all
    .filter(({ id }) => !ids.has(id) && !(id === "user" && ids.has("cpu")))
    .filter(({ id }) => id !== "errors" || hasErrors(group))
    .flatMap(({ id }) => names[id] ?? []);
}
