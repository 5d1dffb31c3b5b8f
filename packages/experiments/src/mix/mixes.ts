import type { MeasuredWindow, RunRecord } from "@stackbench/model";
import type { GroupFigures, PartFigures, Row, Table } from "@stackbench/report";
import { validWindowsByCase } from "../valid-windows.ts";
import { windowOfSitting } from "../window-of-sitting.ts";
import type { Pool } from "./pools.ts";

/** What the workers of one pool did. */
export interface PoolFigures extends Pool {
  requestsPerSecond: number | null;
  /** Mean service time as the generator sees it, ms. */
  meanServiceMs: number | null;
  /**
   * Requests in flight to the pool over the threads it has: rate times mean service time (J. D. C. Little, "A Proof for
   * the Queuing Formula L = λW", Operations Research 9 (1961)). Over 1 where requests wait before a thread takes them.
   */
  busyShare: number | null;
  /** CPU time over wall time: 1 is one CPU. */
  cpuShare: number | null;
  /** Highest proportional set size, bytes. */
  memoryBytes: number | null;
  /** The same in time, one a window: `at` in seconds from its first edge. Empty of a pool that is no process group, and in older runs. */
  memoryOverTime: MemoryOverTime[];
}

interface MemoryOverTime {
  round: number;
  /** Of its sitting, from 1. */
  window: number;
  at: number[];
  bytes: number[];
}

/** A mix as one variant served it at one load. */
export interface MixFigures {
  variant: string;
  row: Row;
  parts: PartFigures[];
  pools: PoolFigures[];
}

/** Every variant and load of a run, in the order of its variants. */
export function mixesOf(
  record: RunRecord,
  table: Table,
  poolsBy: Readonly<Record<string, readonly Pool[]>>,
): MixFigures[] {
  const { variants } = record.plan.experiment;
  const windows = validWindowsByCase(record);
  return table.rows
    .filter(({ checks }) => checks === null)
    .toSorted((a, b) => variants.indexOf(a.key) - variants.indexOf(b.key))
    .map((row) => {
      const { parts = [] } = row;
      const own = windows.get(row.caseId) ?? [];
      const pools = (poolsBy[row.key] ?? []).map((pool) => ({
        ...poolFigures(pool, parts, row),
        memoryOverTime: memoryOverTime(pool, own),
      }));
      return { variant: row.key, row, parts, pools };
    });
}

/** Median response time of a part, ms, by round. */
export function medianByRound({ p50ByRound }: PartFigures): Map<number, number> {
  return new Map(p50ByRound.map(({ round, p50Ms }) => [round, p50Ms]));
}

function memoryOverTime({ group }: Pool, windows: readonly MeasuredWindow[]): MemoryOverTime[] {
  return windows.flatMap(({ round, planned, use }) => {
    const own = use.services.app?.processGroups?.find(({ name }) => name === group);
    if (group === null || !own?.memoryOverTime) return [];
    return [{ round, window: windowOfSitting(planned), ...own.memoryOverTime }];
  });
}

function poolFigures(
  pool: Pool,
  all: readonly PartFigures[],
  row: Row,
): Omit<PoolFigures, "memoryOverTime"> {
  const parts = pool.parts
    .map((index) => all[index]!)
    .filter(({ throughput }) => throughput !== null);
  const rate = total(parts, ({ throughput }) => throughput!.estimate);
  const inFlight = total(
    parts,
    (part) => (part.throughput!.estimate * (part.meanServiceMs ?? 0)) / 1000,
  );
  const isKnown = !pool.sharesParts && rate > 0;
  const group: GroupFigures | undefined = row.processGroups?.find(
    ({ name }) => name === pool.group,
  );
  const isOnly = pool.group === null;
  return {
    ...pool,
    requestsPerSecond: isKnown ? rate : (group?.requestsPerSecond ?? null),
    meanServiceMs: isKnown ? (inFlight / rate) * 1000 : null,
    busyShare: isKnown ? inFlight / (pool.workers * pool.threads) : null,
    cpuShare: group?.cpuShare ?? (isOnly ? row.serverCpuShare : null),
    memoryBytes: group?.memoryBytes ?? (isOnly ? row.memoryBytes : null),
  };
}

function total<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
