import { neverAnsweredOf } from "@stackbench/model";
import type { PartFigures, Row } from "../row.ts";
import { column, figure, rightColumn, text, type Cell, type Column } from "./cell.ts";

/** A kind of request, and whose answers. */
interface PartRow extends PartFigures {
  key: string;
}

/** Every kind of request of every row that has several, rows of a second generator aside. */
export function partsIn(rows: readonly Row[]): PartRow[] {
  return rows
    .filter(({ checks }) => checks === null)
    .flatMap(({ key, parts = [] }) => parts.map((part) => ({ ...part, key })));
}

const times = "response time, ms";

/** The figures of the kinds of request in one row. */
export const partColumns: readonly Column<PartFigures>[] = [
  column("part", "part", "left", ({ name }) => text(name)),
  rightColumn("share %", ({ share }) => figure(share, "wholePercent")),
  rightColumn("requests/s", ({ throughput }) => figure(throughput?.estimate, "perSecond")),
  rightColumn("p50", ({ p50Ms }) => timeCell(p50Ms), times),
  rightColumn("p99", ({ p99Ms }) => timeCell(p99Ms), times),
  rightColumn("errors", (part) => figure(neverAnsweredOf(part), "count")),
];

/** The same of several rows. */
export const partRowColumns: readonly Column<PartRow>[] = [
  column("name", "requests to", "left", ({ key }) => text(key)),
  ...partColumns,
];

function timeCell(ms: PartFigures["p50Ms"]): Cell {
  return ms === "unanswered" ? text("unanswered") : figure(ms, "milliseconds");
}
