import type { RunRecord, VariantInfo } from "@stackbench/model";
import type { Row, Table } from "@stackbench/report";
import { judgeGrid, type Effect, type SizeFigures } from "../workers/judge-grid.ts";
import type { Details } from "./details.ts";

/**
 * What an app spends the time in that a worker has a request. `busyShare`: CPU time of app and server over the time that
 * its workers, or the CPUs where these are fewer, had for it; 0 to 1. Unknown where the load was the limit, or
 * other programs had their part of the CPUs.
 */
export type Work =
  | { kind: "computes" | "waits" | "both"; busyShare: number; cpuMs: number }
  | { kind: "unknown" };

/** A CPU that is so busy is the limit: the rest goes on switching and on reading the clock. */
const computesFrom = 0.75;
/** Where more than half the time passes without CPU time, more requests at once serve more. */
const waitsBelow = 0.5;

export interface Judgement {
  /** Of one shape in place of the plainest; null where it has no figure, or no row may be ranked. */
  best: Row | null;
  plain: Row | null;
  /** Whether the best is proven to serve more than the plainest. */
  isFaster: boolean;
  work: Work;
  /** More threads, and more workers, of the plainest shape; null where they were not measured. */
  threads: Effect | null;
  workers: Effect | null;
}

export function judgeShapes(record: RunRecord, table: Table, details: Details): Judgement {
  const rows = table.rows.filter(({ checks }) => checks === null);
  const plain = rows.find(({ key, throughput }) => key === details.plainest && throughput) ?? null;
  const ranked = rows.filter(({ rank, throughput }) => rank !== null && throughput !== null);
  const best = ranked.toSorted(byPlace)[0] ?? null;
  const sizes = rows.flatMap((row) => sizeOf(row, record, details) ?? []);
  const grid = judgeGrid(sizes, 2 * details.cpuCount + 1);
  return {
    best,
    plain,
    isFaster: best?.relative?.verdict === "faster" && best.relative.anchor === details.plainest,
    work: workOf(plain, record, details.cpuCount),
    threads: grid?.threads ?? null,
    workers: grid?.workers ?? null,
  };
}

function byPlace(a: Row, b: Row): number {
  return a.rank!.low - b.rank!.low || b.throughput!.estimate - a.throughput!.estimate;
}

/** Of the plainest shape at another size; undefined for any other shape, and without a figure. */
function sizeOf(row: Row, { variants }: RunRecord, details: Details): SizeFigures | undefined {
  const info = variants.find(({ key }) => key === row.key);
  const plain = variants.find(({ key }) => key === details.plainest);
  if (!info || !plain || row.status !== "measured" || !row.throughput) return undefined;
  if (wayOf(info, details) !== wayOf(plain, details)) return undefined;
  const { estimate, interval } = row.throughput;
  return {
    workers: info.workers,
    threads: info.threads,
    throughput: { estimate, interval },
    byRound: new Map(row.byRound.map(({ round, throughput }) => [round, throughput])),
    memoryBytes: row.memoryBytes,
  };
}

/** Equal for variants that differ in nothing but numbers. */
function wayOf({ key, proxy, protocol, socket }: VariantInfo, { commands }: Details): string {
  return JSON.stringify([commands[key], proxy, protocol, socket]);
}

function workOf(row: Row | null, { variants }: RunRecord, cpuCount: number): Work {
  const cpuMicros = sumOf(row?.cpuUserMicrosPerRequest, row?.cpuSystemMicrosPerRequest);
  if (!row?.throughput || cpuMicros === null || row.status !== "measured")
    return { kind: "unknown" };
  // A CPU that others were busy with tells nothing of what the app would do with all of it.
  const isHeldBack = row.cautions.some(({ kind }) =>
    ["generator-bound", "background-load"].includes(kind),
  );
  const { workers = 1 } = variants.find(({ key }) => key === row.key) ?? {};
  const busy = (cpuMicros * 1e-6 * row.throughput.estimate) / Math.min(workers, cpuCount);
  // CPU time is counted in ticks, so that a full CPU may come to a little more.
  const busyShare = Math.min(1, busy);
  if (isHeldBack && busyShare < computesFrom) return { kind: "unknown" };
  const kind = busyShare >= computesFrom ? "computes" : busyShare < waitsBelow ? "waits" : "both";
  return { kind, busyShare, cpuMs: cpuMicros / 1000 };
}

function sumOf(a: number | null | undefined, b: number | null | undefined): number | null {
  return a == null || b == null ? null : a + b;
}
