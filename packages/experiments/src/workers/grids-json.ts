import { describeGrid, type Asked } from "./describe-grid.ts";
import type { Cell, Grid } from "./grids.ts";
import type { Judgement, SizeFigures } from "./judge-grid.ts";

/** The answers as data: all that the tables show, and each round. */
export function gridsJson(grids: readonly Grid[], asked: Asked): unknown[] {
  return grids.map((grid) => ({
    workload: grid.workload,
    connections: grid.connections,
    answer: describeGrid(grid, asked),
    ...judgementJson(grid.judgement),
    generatorBound: grid.generatorBound,
    cells: grid.cells.map(cellJson),
  }));
}

function judgementJson(judgement: Judgement | null): Record<string, unknown> {
  if (judgement === null) return { best: null };
  const { best, leanest, plateau, advised, workers, threads } = judgement;
  return {
    best: sizeJson(best),
    leanest: leanest && sizeJson(leanest),
    plateau,
    advised,
    effects: { workers, threads },
  };
}

function sizeJson({ workers, threads, throughput, memoryBytes }: SizeFigures): unknown {
  return { workers, threads, throughput, memoryBytes };
}

function cellJson({ row, ...cell }: Cell): unknown {
  return {
    ...cell,
    status: row.status,
    throughput: row.throughput,
    serviceTime: row.serviceTime,
    serverCpuShare: row.serverCpuShare,
    memoryBytes: row.memoryBytes,
    errorShare: row.errorShare,
    byRound: row.byRound,
    cautions: row.cautions,
  };
}
