import {
  neverAnsweredOf,
  type LoadPart,
  type MeasuredWindow,
  type Mix,
  type NamedWorkload,
  type RunRecord,
} from "@stackbench/model";
import type { GroupFigures, Row, Table } from "@stackbench/report";
import { answeredPercentileMs, Histogram } from "@stackbench/statistics";
import { estimateOfRatios, type Estimate } from "../estimate.ts";
import { validWindowsByCase } from "../valid-windows.ts";
import type { Pool } from "./pools.ts";

/** One part of a mix in one variant. */
export interface PartFigures {
  workload: NamedWorkload;
  /** Of all requests, 0 to 1. */
  share: number;
  /** Right answers per second. */
  throughput: Estimate | null;
  /** Of all rounds together; null where too few answers lie beyond. Service time, in an open loop latency. */
  p50Ms: number | "unanswered" | null;
  p99Ms: number | "unanswered" | null;
  /** Median by round. */
  p50MsByRound: ReadonlyMap<number, number>;
  /** Mean service time of right answers, ms. */
  meanServiceMs: number | null;
  errors: LoadPart["errors"];
  unfinished: number;
}

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
  const { variants, mix = [] } = record.plan.experiment;
  const windows = validWindowsByCase(record);
  return table.rows
    .filter(({ checks }) => checks === null)
    .toSorted((a, b) => variants.indexOf(a.key) - variants.indexOf(b.key))
    .map((row) => {
      const own = windows.get(row.caseId) ?? [];
      const parts = mix.map((_, index) => partFigures(mix, index, own));
      const pools = (poolsBy[row.key] ?? []).map((pool) => ({
        ...poolFigures(pool, parts, row),
        memoryOverTime: memoryOverTime(pool, own),
      }));
      return { variant: row.key, row, parts, pools };
    });
}

function partFigures(mix: Mix, index: number, windows: readonly MeasuredWindow[]): PartFigures {
  const { workload, weight } = mix[index]!;
  const told = windows.flatMap(({ round, load }) => {
    const part = load.kind === "totals" ? undefined : load.parts?.[index];
    return part ? [{ round, part, seconds: load.seconds }] : [];
  });
  const parts = told.map(({ part }) => part);
  const rounds = [...Map.groupBy(told, ({ round }) => round)];
  const services = merged(parts.map(({ serviceTime }) => serviceTime));
  const rates = rounds.map(
    ([, same]) => total(same, ({ part }) => part.succeeded) / total(same, ({ seconds }) => seconds),
  );
  return {
    workload,
    share: weight / total(mix, (part) => part.weight),
    throughput:
      rates.length > 0 && rates.every((rate) => rate > 0) ? estimateOfRatios(rates) : null,
    p50Ms: percentileMs(parts, 50),
    p99Ms: percentileMs(parts, 99),
    p50MsByRound: new Map(
      rounds.flatMap(([round, same]) => {
        const ms = percentileMs(
          same.map(({ part }) => part),
          50,
        );
        return typeof ms === "number" ? [[round, ms]] : [];
      }),
    ),
    meanServiceMs: services.count === 0 ? null : services.mean / ticksPerMs,
    errors: addErrors(parts),
    unfinished: total(parts, ({ unfinished }) => unfinished),
  };
}

/** Ticks of the generator's histograms per millisecond. */
const ticksPerMs = 10_000;

function percentileMs(parts: readonly LoadPart[], percent: number) {
  const times = merged(parts.map(({ latency, serviceTime }) => latency ?? serviceTime));
  const lost = total(parts, neverAnsweredOf);
  return answeredPercentileMs(times, percent, lost);
}

function merged(histograms: readonly LoadPart["serviceTime"][]): Histogram {
  const sum = new Histogram(histograms[0]?.precisionBits);
  for (const histogram of histograms) sum.merge(Histogram.fromData(histogram));
  return sum;
}

function addErrors(parts: readonly LoadPart[]): LoadPart["errors"] {
  const sum: Record<string, number> = {};
  for (const { errors } of parts) {
    for (const [kind, count] of Object.entries(errors)) sum[kind] = (sum[kind] ?? 0) + count;
  }
  return sum;
}

function memoryOverTime({ group }: Pool, windows: readonly MeasuredWindow[]): MemoryOverTime[] {
  return windows.flatMap(({ round, use }) => {
    const own = use.services.app?.processGroups?.find(({ name }) => name === group);
    return group !== null && own?.memoryOverTime ? [{ round, ...own.memoryOverTime }] : [];
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
