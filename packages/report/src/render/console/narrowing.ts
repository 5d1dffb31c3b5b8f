import {
  foldedCpu,
  serverMemory,
  type ColumnId,
  type RunColumn,
} from "../../describe/run-columns.ts";
import type { Row } from "../../row.ts";
import type { Group } from "../../table.ts";
import type { Step } from "./table.ts";

type Columns = readonly RunColumn[];

/** Steps towards a narrower table, least loss first. Place, name, the compared figure and the verdict always stay. */
export function narrowingSteps(group: Group): Step<Row, ColumnId>[] {
  return [
    hasErrors(group) ? same : dropping("errors"),
    dropping("cpu-relative"),
    foldMemory,
    shortenInterval,
    foldCpu,
    shortenThroughput,
    dropping("server-cpu"),
    dropDatabaseCpu,
    foldServiceTime,
    dropping("latency-p90"),
    group.anchor === null ? same : dropping("spread"),
    dropping("memory"),
    dropping("errors"),
    dropping("megabytes"),
    dropping("service-p99"),
    dropping("cpu"),
    dropping("latency-p999"),
    dropping("relative-interval"),
    foldLatency,
  ];
}

function same(columns: Columns): Columns {
  return columns;
}

function dropping(id: ColumnId): (columns: Columns) => Columns {
  return (columns) => without(columns, id);
}

function without(columns: Columns, id: ColumnId): Columns {
  return columns.filter((column) => column.id !== id);
}

function changed(
  columns: Columns,
  id: ColumnId,
  change: (column: RunColumn) => RunColumn,
): Columns {
  return columns.map((column) => (column.id === id ? change(column) : column));
}

function replace(columns: Columns, id: ColumnId, by: RunColumn): Columns {
  return changed(columns, id, () => by);
}

function foldMemory(columns: Columns): Columns {
  return replace(without(columns, "database-memory"), "memory", serverMemory);
}

/** How far the interval reaches, where its ends have no room. */
function shortenInterval(columns: Columns): Columns {
  return changed(columns, "relative-interval", (column) => ({
    ...column,
    head: "±",
    cell(row) {
      const cell = column.cell(row);
      return cell.kind === "changeInterval" ? { ...cell, short: true } : cell;
    },
  }));
}

function shortenThroughput(columns: Columns): Columns {
  return changed(columns, "throughput", (column) => ({ ...column, head: "req/s" }));
}

function foldServiceTime(columns: Columns): Columns {
  return changed(without(columns, "service-p50"), "service-p99", (column) => ({
    ...column,
    span: "service",
    head: "p99 ms",
  }));
}

function foldCpu(columns: Columns): Columns {
  const hasDatabase = columns.some((column) => column.id === "database-cpu");
  return replace(without(columns, "system"), "user", foldedCpu(hasDatabase));
}

function foldLatency(columns: Columns): Columns {
  return changed(without(columns, "latency-p50"), "latency-p99", (column) => ({
    ...column,
    span: "latency",
    head: "p99 ms",
  }));
}

function dropDatabaseCpu(columns: Columns): Columns {
  return replace(without(columns, "database-cpu"), "cpu", foldedCpu(false));
}

export function hasErrors(group: Group): boolean {
  return group.rows.some((row) => (row.errorShare ?? 0) > 0);
}
