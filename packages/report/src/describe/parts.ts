import { neverAnsweredOf, type LoadLevel } from "@stackbench/model";
import type { PartFigure, PartFigures, PartRelative, Row } from "../row.ts";
import { column, empty, figure, rightColumn, text, type Cell, type Column } from "./cell.ts";

/** A kind of request, whose answers, and how their times stand to the anchor's. */
interface PartRow extends PartFigures {
  key: string;
  relative: PartRelative | undefined;
}

/** Every kind of request of every row that has several, rows of a second generator aside. */
export function partsIn(rows: readonly Row[]): PartRow[] {
  return rows
    .filter(({ checks }) => checks === null)
    .flatMap(({ key, parts = [], partRelatives = [] }) =>
      parts.map((part) => ({
        ...part,
        key,
        relative: partRelatives.find(({ name }) => name === part.name),
      })),
    );
}

/** What percentiles are of: in an open loop from when a request was due, else from when it was sent. */
function timeOf({ loop }: Pick<LoadLevel, "loop">): string {
  return loop === "open" ? "latency" : "service time";
}

/** The figures of the kinds of request in one row. */
export function partColumns(level: Pick<LoadLevel, "loop">): readonly Column<PartFigures>[] {
  const times = `${timeOf(level)}, ms`;
  return [
    column("part", "part", "left", ({ name }) => text(name)),
    rightColumn("share %", ({ share }) => figure(share, "wholePercent")),
    rightColumn("requests/s", ({ throughput }) => figure(throughput?.estimate, "perSecond")),
    rightColumn("p50", ({ p50Ms }) => timeCell(p50Ms), times),
    rightColumn("p99", ({ p99Ms }) => timeCell(p99Ms), times),
    rightColumn("errors", (part) => figure(neverAnsweredOf(part), "count")),
  ];
}

/** The same of several rows, and against the anchor where something is compared. */
export function partRowColumns(
  rows: readonly PartRow[],
  level: Pick<LoadLevel, "loop">,
): Column<PartRow>[] {
  const isCompared = rows.some(({ relative }) => relative);
  return [
    column("name", "requests to", "left", ({ key }) => text(key)),
    ...partColumns(level),
    ...(isCompared ? relativeColumns(`${timeOf(level)} against the anchor's`) : []),
  ];
}

function relativeColumns(against: string): readonly Column<PartRow>[] {
  return [
    rightColumn("change %", ({ relative }) => changeCell(relative), against),
    rightColumn("interval", ({ relative }) => intervalCell(relative), against),
    {
      ...column("verdict", "verdict", "left", ({ relative }: PartRow) =>
        relative ? text(`${relative.verdict} (${figureName(relative.figure)})`) : empty,
      ),
      span: against,
    },
  ];
}

function changeCell(relative: PartRelative | undefined): Cell {
  return relative ? { kind: "change", ratio: relative.ratio } : empty;
}

function intervalCell(relative: PartRelative | undefined): Cell {
  if (!relative?.interval) return empty;
  const { low, high } = relative.interval;
  return { kind: "changeInterval", ratio: relative.ratio, low, high };
}

/** `p99`. */
export function figureName(figure: PartFigure): string {
  return figure.endsWith("p99") ? "p99" : "p50";
}

function timeCell(ms: PartFigures["p50Ms"]): Cell {
  return ms === "unanswered" ? text("unanswered") : figure(ms, "milliseconds");
}
