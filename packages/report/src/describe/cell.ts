/** What a figure is a figure of; it says how many digits are worth writing. */
export type Unit =
  | "perSecond"
  | "megabytesPerSecond"
  | "seconds"
  | "milliseconds"
  | "microseconds"
  | "mebibytes"
  | "percent"
  | "wholePercent"
  /** How far a figure scatters: tenths of a percent below 10. */
  | "spreadPercent"
  | "count"
  /** Written as it is: nobody rounds it. */
  | "exact";

/** What stands in one place of a table. Formats write it; none reads what another wrote. */
export type Cell =
  | { kind: "text"; text: string }
  /** There is nothing to say. */
  | { kind: "empty" }
  /** There is a figure, and nobody knows it. */
  | { kind: "unknown" }
  /** `value` in the base of its unit: requests or bytes a second, ms, µs, bytes, a share of 1. `doubtful`: compared with nothing. */
  | { kind: "figure"; value: number; unit: Unit; doubtful?: boolean }
  /** From one figure to another. */
  | { kind: "step"; from: number; to: number; unit: Unit }
  | { kind: "interval"; low: number; high: number; unit: Unit }
  /** By how much a figure differs from another: their ratio. */
  | { kind: "change"; ratio: number }
  /** The ends of an interval about such a ratio; `short`: how far it reaches. */
  | { kind: "changeInterval"; ratio: number; low: number; high: number; short?: boolean }
  /** The places that a row may have. */
  | { kind: "places"; low: number; high: number };

/** One column of a table over rows of any kind. */
export interface Column<Row, Id extends string = string> {
  id: Id;
  /** A heading that neighbours with the same one share; empty without. */
  span: string;
  head: string;
  align: "left" | "right";
  /** Blanks before it; by itself 1 where its neighbour shares its span, else 2. */
  gap?: number;
  cell(row: Row): Cell;
}

export const empty: Cell = { kind: "empty" };
export const unknown: Cell = { kind: "unknown" };

export function text(content: string): Cell {
  return { kind: "text", text: content };
}

/** Unknown where there is no value. */
export function figure(value: number | null | undefined, unit: Unit): Cell {
  return value === null || value === undefined ? unknown : { kind: "figure", value, unit };
}

/** The heading with the one that it shares: `latency p99 ms` out of `p99` below `latency, ms`. */
export function wholeHead({ span, head }: Pick<Column<never>, "span" | "head">): string {
  const [subject = "", unit = ""] = span.split(", ");
  return `${subject} ${head} ${unit}`.trim();
}

/** A column of figures, under a heading that it may share with its neighbours. */
export function rightColumn<Row>(head: string, cell: (row: Row) => Cell, span = ""): Column<Row> {
  return { ...column(`${span}${head}`, head, "right", cell), span };
}

/** A column whose place needs no span. */
export function column<Row, const Id extends string>(
  id: Id,
  head: string,
  align: "left" | "right",
  cell: (row: Row) => Cell,
): Column<Row, Id> {
  return { id, span: "", head, align, cell };
}
