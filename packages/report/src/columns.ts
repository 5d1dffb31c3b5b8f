import { marksOf } from "./collect-remarks.ts";
import { absent, mebibytes, microseconds, milliseconds, percent, perSecond } from "./numbers.ts";
import type { Group, Remark, Row } from "./table.ts";

/** One column of a table of figures. Columns side by side with the same `span` share that heading. */
export interface Column {
  id: ColumnId;
  span: string;
  head: string;
  align: "left" | "right";
  cell(row: Row): string;
}

export type ColumnId =
  | "rank"
  | "name"
  | "throughput"
  | "spread"
  | "p50"
  | "p99"
  | "user"
  | "system"
  | "cpu"
  | "database-cpu"
  | "server-cpu"
  | "memory"
  | "database-memory"
  | "errors"
  | "notes";

/** All columns that a group has something to show in, `cpu` (user and system together) aside. */
export function columnsOf(group: Group, remarks: readonly Remark[]): Column[] {
  const latency = group.level.loop === "closed" ? "service time" : "latency";
  const cpuSpan = "CPU µs/req";
  const isServerOnly = !hasDatabase(group);
  const all: Column[] = [
    right("rank", "", "#", rankOf),
    { id: "name", span: "", head: "stack:variant", align: "left", cell: nameOf },
    right("throughput", "", "requests/s", throughputOf),
    right("spread", "", "±%", (row) => figure(row.throughput?.spread, spreadPercent)),
    right("p50", latency, "p50 ms", (row) => figure(row.p50Ms, milliseconds)),
    right("p99", latency, "p99 ms", (row) => figure(row.p99Ms, milliseconds)),
    right("user", cpuSpan, "user", (row) => figure(row.cpuUserMicros, microseconds)),
    right("system", cpuSpan, "system", (row) => figure(row.cpuSystemMicros, microseconds)),
    right("database-cpu", cpuSpan, "db", (row) => figure(row.databaseCpuMicros, microseconds)),
    right("server-cpu", "server", "CPU %", (row) => figure(row.serverCpuShare, wholePercent)),
    isServerOnly ? serverMemory : { ...serverMemory, span: "memory MiB", head: "app" },
    right("database-memory", "memory MiB", "db", (row) =>
      figure(row.databaseMemoryBytes, mebibytes),
    ),
    right("errors", "err", "%", (row) => figure(row.errorShare, percent)),
    { id: "notes", span: "", head: "notes", align: "left", cell: (row) => notesOf(row, remarks) },
  ];
  const dropped = new Set<ColumnId>();
  if (isServerOnly) dropped.add("database-cpu").add("database-memory");
  if (group.rows.every((row) => (row.throughput?.spread ?? null) === null)) dropped.add("spread");
  return all.filter((column) => !dropped.has(column.id));
}

/** Memory of app and proxy, with no database beside it. */
export const serverMemory: Column = right("memory", "memory", "MiB", (row) =>
  figure(row.memoryBytes, mebibytes),
);

export const shortThroughput: Column = right("throughput", "", "req/s", throughputOf);

function hasDatabase(group: Group): boolean {
  return group.rows.some(
    (row) => row.databaseCpuMicros !== null || row.databaseMemoryBytes !== null,
  );
}

/** User and system CPU time in one column, where two have no room. */
export function foldedCpu(hasDatabaseColumn: boolean): Column {
  return right(
    "cpu",
    hasDatabaseColumn ? "CPU µs/req" : "CPU µs",
    hasDatabaseColumn ? "app" : "/req",
    (row) =>
      row.cpuUserMicros === null || row.cpuSystemMicros === null
        ? absent
        : microseconds(row.cpuUserMicros + row.cpuSystemMicros),
  );
}

function right(id: ColumnId, span: string, head: string, cell: (row: Row) => string): Column {
  return { id, span, head, align: "right", cell };
}

function nameOf(row: Row): string {
  return row.checks === null ? `${row.stack}:${row.variant}` : `  by ${row.generator}`;
}

function rankOf(row: Row): string {
  if (row.rank !== null) return String(row.rank);
  return row.checks === null ? absent : "";
}

function throughputOf(row: Row): string {
  if (!row.throughput) return absent;
  const figure = perSecond(row.throughput.median);
  return row.status === "invalid" ? `(${figure})` : figure;
}

function notesOf(row: Row, remarks: readonly Remark[]): string {
  const { valid, planned } = row.windows;
  const parts = marksOf(row, remarks);
  if (row.disagreement !== null) parts.unshift(signedPercent(row.disagreement));
  if (row.throughput && valid < planned) parts.unshift(`${valid}/${planned}`);
  return parts.join(" ");
}

function signedPercent(share: number): string {
  return `${share < 0 ? "−" : "+"}${percent(share)}%`;
}

function wholePercent(share: number): string {
  return String(Math.round(share * 100));
}

function spreadPercent(share: number): string {
  return share < 0.0995 ? (share * 100).toFixed(1) : wholePercent(share);
}

function figure(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? absent : format(value);
}
