import { type MeasuredWindow, type RunRecord } from "@stackbench/model";
import type { Row, Table } from "@stackbench/report";
import { throughputsByRound } from "../answered-rounds.ts";
import { levelWithin } from "../estimate.ts";
import { validWindowsByCase } from "../valid-windows.ts";
import { judgeGrid, plateauOf, type Judgement, type SizeFigures } from "./judge-grid.ts";

/** A number of workers and threads, with all that was measured of it at one number of connections. */
export interface Cell {
  /** `stack:variant`. */
  variant: string;
  /** Of one replica. */
  workers: number;
  threads: number;
  connections: number;
  row: Row;
  /** Throughput divided by that of the best of its grid; null where no valid round has a right answer. */
  ofBest: number | null;
  /** Of all answers in valid windows, ms; null where the generator times none. */
  shortestMs: number | null;
  longestMs: number | null;
  /** What it costs more than fewer workers that serve within 5 % of the most, at the same threads; null for nothing. */
  beyond: "memory" | "throughput" | null;
  /** The app had fewer processes than it has workers. */
  lacksProcesses: boolean;
}

/** All numbers of workers and threads under one load. */
export interface Grid {
  workload: Row["workload"];
  connections: number;
  /** By threads, then workers. */
  cells: Cell[];
  /** Null where no cell has a valid round with a right answer. */
  judgement: Judgement | null;
  /** Cells at which the generator and not the server was the limit. */
  generatorBound: number;
}

/** Every grid of a run, in the order of its workloads and levels. `advised`: how many workers 2n+1 is. */
export function gridsOf(record: RunRecord, table: Table, advised: number): Grid[] {
  const windows = validWindowsByCase(record);
  const cells = table.rows
    .filter(({ checks }) => checks === null)
    .map((row) => cellOf(row, windows.get(row.caseId) ?? [], record));
  const { workloads } = record.plan.experiment;
  return [
    ...Map.groupBy(cells, ({ row, connections }) => `${row.workload}/${connections}`).values(),
  ]
    .map((ofGrid) => gridOf(ofGrid, advised))
    .toSorted(
      (a, b) =>
        workloads.indexOf(a.workload) - workloads.indexOf(b.workload) ||
        a.connections - b.connections,
    );
}

function cellOf(row: Row, windows: readonly MeasuredWindow[], record: RunRecord): Cell {
  const info = record.variants.find(({ key }) => key === row.key);
  const { workers = 1, threads = 1, replicas = 1 } = info ?? {};
  const times = windows
    .flatMap(({ load }) => load.serviceTime ?? [])
    .filter(({ count }) => count > 0);
  const inMs = (ticks: number, nanoseconds: number): number => (ticks * nanoseconds) / 1e6;
  const shortest = times.map(({ min, tickNanoseconds }) => inMs(min, tickNanoseconds));
  const longest = times.map(({ max, tickNanoseconds }) => inMs(max, tickNanoseconds));
  const { liveProcesses } = row;
  return {
    variant: row.key,
    workers,
    threads,
    connections: row.level.connections,
    row,
    ofBest: null,
    shortestMs: times.length === 0 ? null : Math.min(...shortest),
    longestMs: times.length === 0 ? null : Math.max(...longest),
    beyond: null,
    lacksProcesses: liveProcesses !== null && liveProcesses.most < workers * replicas,
  };
}

function gridOf(cells: readonly Cell[], advised: number): Grid {
  const { row, connections } = cells[0]!;
  const figures = new Map(cells.flatMap((cell) => figuresOf(cell) ?? []));
  const known = [...figures.values()];
  const judgement = judgeGrid(known, advised) ?? null;
  const threads = Map.groupBy(known, (size) => size.threads);
  const judged = cells.map((cell): Cell => {
    const size = figures.get(cell);
    if (!size || !judgement) return cell;
    const alike = threads.get(size.threads) ?? [];
    return {
      ...cell,
      ofBest: size.throughput.estimate / judgement.best.throughput.estimate,
      beyond: beyondOf(size, alike),
    };
  });
  return {
    workload: row.workload,
    connections,
    cells: judged.toSorted((a, b) => a.threads - b.threads || a.workers - b.workers),
    judgement,
    generatorBound: cells.filter(isGeneratorBound).length,
  };
}

function figuresOf(cell: Cell): [[Cell, SizeFigures]] | undefined {
  const { workers, threads, row } = cell;
  const byRound = throughputsByRound(row);
  if (row.status !== "measured" || row.throughput === null || byRound.size === 0) return undefined;
  const { estimate, interval } = row.throughput;
  const figures = { throughput: { estimate, interval }, byRound, memoryBytes: row.memoryBytes };
  return [[cell, { workers, threads, ...figures }]];
}

function beyondOf(size: SizeFigures, alike: readonly SizeFigures[]): Cell["beyond"] {
  const plateau = plateauOf(alike);
  if (plateau === null || size.workers <= plateau.from) return null;
  const least = alike.find(({ workers }) => workers === plateau.from)!;
  if (size.throughput.estimate < (1 - levelWithin) * least.throughput.estimate) return "throughput";
  const isDearer = size.memoryBytes !== null && size.memoryBytes > (least.memoryBytes ?? Infinity);
  return isDearer ? "memory" : null;
}

function isGeneratorBound({ row }: Cell): boolean {
  return row.cautions.some(
    ({ kind, severity }) => kind === "generator-bound" && severity === "unranked",
  );
}
