import { counted } from "@stackbench/model";
import {
  column,
  figure,
  rightColumn,
  text,
  unknown,
  type Column,
  type Row,
} from "@stackbench/report";
import { tableOf, type Findings } from "../findings.ts";
import { isMoreThanNote, troublesOf } from "../troubles.ts";
import { serviceTimeColumns, serviceTimeSpan } from "../service-time-columns.ts";
import { describeGrid, type Asked } from "./describe-grid.ts";
import type { Cell, Grid } from "./grids.ts";

export function tellGrids(grids: readonly Grid[], asked: Asked): Findings {
  return {
    answers: grids.map((grid) => describeGrid(grid, asked)),
    sections: byWorkload(grids).map((ofOne) => ({
      title: titleOf(ofOne, asked),
      tables: [tableOf(columnsOf(ofOne, asked), cellsOf(ofOne), { keyColumns: sizeColumns })],
    })),
    reading,
  };
}

const reading =
  "requests/s: with its 95 % interval over rounds. of best: against the numbers that serve most under the same load. service time: from sending a request to its whole answer, waiting for a free worker included; min and max of all rounds. CPU: how busy the server's CPUs were. memory: highest of app and proxy. only memory: more than fewer workers take that serve as much, within 5 %; fewer served: below that. uneven-sharing: connections fell to few of the workers, so that others had less to do; it changes from start to start. more workers or threads help: 5 % or more, proven over the rounds.";

/** Connections, workers and threads: what a line is of. */
const sizeColumns = 3;

function byWorkload(grids: readonly Grid[]): Grid[][] {
  return [...Map.groupBy(grids, ({ workload }) => workload).values()];
}

function cellsOf(grids: readonly Grid[]): Cell[] {
  return grids.flatMap(({ cells }) => cells);
}

function titleOf(grids: readonly Grid[], { variant, cpuCount }: Asked): string {
  return `${variant} · ${grids[0]!.workload} · closed loop · server on ${counted(cpuCount, "CPU")}`;
}

function columnsOf(grids: readonly Grid[], { cpuCount }: Asked): Column<Cell>[] {
  const hasErrors = cellsOf(grids).some(({ row }) => (row.errorShare ?? 0) > 0);
  return [
    rightColumn("connections", ({ connections }) => figure(connections, "count")),
    rightColumn("workers", ({ workers }) => figure(workers, "count")),
    rightColumn("threads", ({ threads }) => figure(threads, "count")),
    rightColumn("requests/s", ({ row }) => figure(row.throughput?.estimate, "perSecond")),
    rightColumn("interval", ({ row }) =>
      row.throughput?.interval
        ? { kind: "interval", ...endsOf(row.throughput.interval), unit: "perSecond" }
        : unknown,
    ),
    rightColumn("of best %", ({ ofBest }) => figure(ofBest, "wholePercent")),
    rightColumn("min", ({ shortestMs }) => figure(shortestMs, "milliseconds"), serviceTimeSpan),
    ...serviceTimeColumns(({ row }: Cell) => row),
    rightColumn("max", ({ longestMs }) => figure(longestMs, "milliseconds"), serviceTimeSpan),
    rightColumn("CPU %", ({ row }) => figure(row.serverCpuShare, "wholePercent")),
    rightColumn("MiB", ({ row }) => figure(row.memoryBytes, "mebibytes")),
    ...(hasErrors
      ? [rightColumn("errors %", ({ row }: Cell) => figure(row.errorShare, "percent"))]
      : []),
    column("notes", "", "left", (cell) => text(marksOf(cell, grids, cpuCount))),
  ];
}

function endsOf({ low, high }: { low: number; high: number }): { low: number; high: number } {
  return { low, high };
}

function marksOf(cell: Cell, grids: readonly Grid[], cpuCount: number): string {
  const { row, workers, threads, beyond, lacksProcesses } = cell;
  const judgement = grids.find(({ cells }) => cells.includes(cell))?.judgement;
  const isThat = (size: { workers: number; threads: number } | null | undefined): boolean =>
    size?.workers === workers && size.threads === threads;
  return [
    ...(isThat(judgement?.best) ? ["most"] : []),
    ...(isThat(judgement?.leanest) && !isThat(judgement?.best) ? ["within 5 %, leanest"] : []),
    ...(workers === 2 * cpuCount + 1 ? ["2n+1"] : []),
    ...(beyond === null ? [] : [beyond === "memory" ? "only memory" : "fewer served"]),
    ...(lacksProcesses ? ["fewer processes than workers"] : []),
    ...troublesOf(row, bearsOnNumbers),
  ].join(", ");
}

/** Of notes those alone that say why a number of workers or threads came out as it did. */
function bearsOnNumbers(caution: Row["cautions"][number]): boolean {
  const { kind } = caution;
  return isMoreThanNote(caution) || kind === "uneven-sharing" || kind === "pool-below-workers";
}
