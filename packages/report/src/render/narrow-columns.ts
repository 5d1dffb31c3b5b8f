import {
  foldedCpu,
  serverMemory,
  shortInterval,
  shortThroughput,
  type Column,
  type ColumnId,
} from "./columns.ts";
import type { Group } from "../table.ts";

/**
 * Steps towards a narrower table, least loss first; each leaves the columns alone where it does not apply.
 * Place, name, the compared figure and the verdict always stay.
 */
export const narrowingSteps: ((columns: Column[], group: Group) => Column[])[] = [
  (columns, group) => (hasErrors(group) ? columns : without(columns, "errors")),
  (columns) => without(columns, "cpu-relative"),
  (columns) => foldMemory(columns),
  (columns) => foldInterval(columns),
  (columns) => foldCpu(columns),
  (columns) => replace(columns, "throughput", shortThroughput),
  (columns) => without(columns, "server-cpu"),
  (columns) => dropDatabaseCpu(columns),
  (columns) => foldServiceTime(columns),
  (columns) => without(columns, "latency-p90"),
  (columns, group) => (group.anchor === null ? columns : without(columns, "spread")),
  (columns) => without(columns, "memory"),
  (columns) => without(columns, "errors"),
  (columns) => without(columns, "megabytes"),
  (columns) => without(columns, "service-p99"),
  (columns) => without(columns, "cpu"),
  (columns) => without(columns, "latency-p999"),
  (columns) => without(columns, "relative-interval"),
  (columns) => foldLatency(columns),
];

function without(columns: readonly Column[], id: ColumnId): Column[] {
  return columns.filter((column) => column.id !== id);
}

function replace(columns: readonly Column[], id: ColumnId, by: Column): Column[] {
  return columns.map((column) => (column.id === id ? by : column));
}

function foldMemory(columns: readonly Column[]): Column[] {
  return replace(without(columns, "database-memory"), "memory", serverMemory);
}

function foldInterval(columns: readonly Column[]): Column[] {
  return replace(columns, "relative-interval", shortInterval);
}

function foldServiceTime(columns: readonly Column[]): Column[] {
  return without(columns, "service-p50").map((column) =>
    column.id === "service-p99" ? { ...column, span: "service", head: "p99 ms" } : column,
  );
}

function foldCpu(columns: readonly Column[]): Column[] {
  const hasDatabase = columns.some((column) => column.id === "database-cpu");
  return replace(without(columns, "system"), "user", foldedCpu(hasDatabase));
}

function foldLatency(columns: readonly Column[]): Column[] {
  return without(columns, "latency-p50").map((column) =>
    column.id === "latency-p99" ? { ...column, span: "latency", head: "p99 ms" } : column,
  );
}

function dropDatabaseCpu(columns: readonly Column[]): Column[] {
  return replace(without(columns, "database-cpu"), "cpu", foldedCpu(false));
}

export function hasErrors(group: Group): boolean {
  return group.rows.some((row) => (row.errorShare ?? 0) > 0);
}
