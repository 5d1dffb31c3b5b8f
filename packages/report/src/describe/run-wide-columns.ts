import type { Interval, Row } from "../row.ts";
import type { Group, Remark } from "../table.ts";
import { column, figure, text, unknown, wholeHead, type Cell, type Unit } from "./cell.ts";
import { intervalCell, nameOf } from "./run-cells.ts";
import { columnsOf, type ColumnId, type RunColumn } from "./run-columns.ts";

/**
 * All columns of a group with their whole headings: those that have room on a console, and what
 * stands behind them where a row has it.
 */
export function wideColumnsOf(group: Group, remarks: readonly Remark[]): RunColumn[] {
  return columnsOf(group, remarks).flatMap((narrow) => [
    {
      ...narrow,
      span: "",
      head: heads[narrow.id] ?? wholeHead(narrow),
      ...(narrow.id === "name" ? { cell: wideNameOf } : {}),
    },
    ...(behind(group)[narrow.id] ?? [])
      .filter(({ cell }) => group.rows.some((row) => isKnown(cell(row))))
      .map(({ head, cell }) => column<Row, ColumnId>(narrow.id, head, "right", cell)),
  ]);
}

function isKnown({ kind }: Cell): boolean {
  return kind !== "unknown" && kind !== "empty";
}

function wideNameOf(row: Row): Cell {
  return row.checks === null ? nameOf(row) : text(`↳ by ${row.generator}`);
}

/** Where span and heading together would not tell. */
const heads: Partial<Record<ColumnId, string>> = {
  relative: "vs anchor",
  "relative-interval": "vs anchor, 95 % interval",
  verdict: "verdict",
  "cpu-relative": "CPU vs anchor",
};

interface Addition {
  head: string;
  cell(row: Row): Cell;
}

/** What stands behind a column in addition. */
function behind({ level }: Group): Partial<Record<ColumnId, Addition[]>> {
  const isOpen = level.loop === "open";
  return {
    spread: [
      {
        head: "requests/s, 95 % interval",
        cell: ({ throughput }) => range(throughput?.interval, "perSecond"),
      },
      { head: "min", cell: ({ throughput }) => figure(throughput?.min, "perSecond") },
      { head: "max", cell: ({ throughput }) => figure(throughput?.max, "perSecond") },
    ],
    "latency-p50": [
      {
        head: "latency p50, 95 % interval",
        cell: ({ latency }) => range(latency?.p50Interval, "milliseconds"),
      },
    ],
    "latency-p99": [
      {
        head: "latency p99, 95 % interval",
        cell: ({ latency }) => range(latency?.p99Interval, "milliseconds"),
      },
    ],
    "service-p99": isOpen
      ? [
          { head: "send lag p99 ms", cell: (row) => figure(row.sendLagP99Ms, "milliseconds") },
          { head: "queue depth max", cell: (row) => figure(row.queueDepthMax, "count") },
        ]
      : [],
    "cpu-relative": [
      {
        head: "CPU vs anchor, 95 % interval",
        cell: ({ cpuRelative }) => intervalCell(cpuRelative, unknown),
      },
      {
        head: "CPU verdict",
        cell: ({ cpuRelative }) => (cpuRelative ? text(cpuRelative.verdict) : unknown),
      },
    ],
  };
}

function range(interval: Interval | null | undefined, unit: Unit): Cell {
  return interval ? { kind: "interval", low: interval.low, high: interval.high, unit } : unknown;
}
