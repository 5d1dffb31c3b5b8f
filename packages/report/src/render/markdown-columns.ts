import { columnsOf, type Column } from "./columns.ts";
import { absent, changeInterval, milliseconds, perSecond } from "../describe/numbers.ts";
import type { Interval, Relative, Row } from "../row.ts";
import type { Group, Remark } from "../table.ts";

/** A column of `table.md`, with its whole heading. */
export type WideColumn = Pick<Column, "id" | "head" | "align" | "cell">;

/** All columns of a group: those of the console, and what has room only here. */
export function wideColumnsOf(group: Group, remarks: readonly Remark[]): WideColumn[] {
  return columnsOf(group, remarks).flatMap((column) => [
    { ...column, head: wholeHead(column) },
    ...(behind(group)[column.id] ?? []).map(({ head, cell }) => ({
      id: column.id,
      head,
      align: "right" as const,
      cell,
    })),
  ]);
}

/** Where span and heading together would not tell. */
const heads: Partial<Record<Column["id"], string>> = {
  relative: "vs anchor",
  "relative-interval": "vs anchor, 95 % interval",
  verdict: "verdict",
  "cpu-relative": "CPU vs anchor",
};

/** `latency p99 ms` out of `p99` below `latency, ms`. */
function wholeHead({ id, span, head }: Column): string {
  const whole = heads[id];
  if (whole !== undefined) return whole;
  const [subject = "", unit = ""] = span.split(", ");
  return `${subject} ${head} ${unit}`.trim();
}

interface Addition {
  head: string;
  cell(row: Row): string;
}

/** What stands behind a column in addition. */
function behind({ level }: Group): Partial<Record<Column["id"], Addition[]>> {
  const isOpen = level.loop === "open";
  return {
    spread: [
      {
        head: "requests/s, 95 % interval",
        cell: ({ throughput }) => range(throughput?.interval, perSecond),
      },
      { head: "min", cell: (row) => edge(row.throughput?.min) },
      { head: "max", cell: (row) => edge(row.throughput?.max) },
    ],
    "latency-p50": [
      {
        head: "latency p50, 95 % interval",
        cell: (row) => range(row.latency?.p50Interval, milliseconds),
      },
    ],
    "latency-p99": [
      {
        head: "latency p99, 95 % interval",
        cell: (row) => range(row.latency?.p99Interval, milliseconds),
      },
    ],
    "service-p99": isOpen
      ? [
          { head: "send lag p99 ms", cell: (row) => optional(row.sendLagP99Ms, milliseconds) },
          { head: "queue depth max", cell: (row) => optional(row.queueDepthMax, String) },
        ]
      : [],
    "cpu-relative": [
      { head: "CPU vs anchor, 95 % interval", cell: (row) => changeRange(row.cpuRelative) },
      { head: "CPU verdict", cell: (row) => row.cpuRelative?.verdict ?? absent },
    ],
  };
}

function changeRange(relative: Relative<string> | null): string {
  if (!relative?.interval) return absent;
  return changeInterval(relative.ratio, relative.interval.low, relative.interval.high);
}

function range(interval: Interval | null | undefined, format: (value: number) => string): string {
  return interval ? `${format(interval.low)} to ${format(interval.high)}` : absent;
}

function edge(value: number | undefined): string {
  return value === undefined ? absent : perSecond(value);
}

function optional(value: number | null, format: (value: number) => string): string {
  return value === null ? absent : format(value);
}
