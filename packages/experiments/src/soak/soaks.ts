import {
  isValid,
  neverAnsweredOf,
  serverErrorsOf,
  type MeasuredWindow,
  type RunRecord,
} from "@stackbench/model";
import type { Row, Table } from "@stackbench/report";
import { againstAnchor, meanMemoryBytes, p99Ms, type AgainstAnchor } from "./against-anchor.ts";
import { memoryOverTime, type MemoryOverTime } from "./memory-over-time.ts";
import { workerBytes, workerGrowth, type WorkerGrowth } from "./worker-growth.ts";

/** Workers that came and went, over all windows. */
export interface Churn {
  started: number;
  ended: number;
  /** Whether most lived so short that others may have come and gone unseen: there were more then. */
  atLeast: boolean;
  /** Of those that began and ended in a window; null where there were none. */
  medianLifeSeconds: number | null;
}

/** What became of one variant in a long run, of one workload at one load. */
export interface Soak {
  /** `stack:variant`. */
  variant: string;
  workload: Row["workload"];
  level: Row["level"];
  status: Row["status"];
  /** Over all windows that were measured, s. */
  seconds: number;
  windows: number;
  /** Worker processes by the variant's shape, over all replicas. */
  workers: number;
  growth: WorkerGrowth | null;
  /** Null where nobody followed the processes. */
  churn: Churn | null;
  /** Requests/s. */
  throughput: number | null;
  /** Service time; of an open loop, latency. Median of the windows, ms. */
  p99Ms: number | null;
  /** Requests without a right answer, of all that ended. */
  lost: { requests: number; share: number } | null;
  /** Requests that met a connection which the server had just closed, and were asked anew: not lost. */
  askedAnew: number;
  /** Of a worker, the median of its readings; of all processes of the app, the mean of the windows. */
  memory: { workerBytes: number | null; meanBytes: number | null; overTime: MemoryOverTime[] };
  /** Null for the anchor itself. */
  against: AgainstAnchor | null;
  cautions: Row["cautions"];
}

/** Lives of fewer looks than this leave many unseen. */
const looksOfALife = 5;

/** Every variant, workload and load level of a run, in the order of its plan. */
export function soaksOf(record: RunRecord, table: Table): Soak[] {
  const { variants, anchor } = record.plan.experiment;
  const byCase = Map.groupBy(
    record.windows.filter((window) => window.status === "measured"),
    ({ planned }) => planned.caseId,
  );
  const rows = table.rows.filter(({ checks }) => checks === null);
  const workersOf = new Map(
    record.variants.map(({ key, workers, replicas = 1 }) => [key, workers * replicas]),
  );
  const anchors = new Map(
    rows
      .filter(({ key }) => key === anchor)
      .map((row) => [loadOf(row), byCase.get(row.caseId) ?? []]),
  );
  return rows
    .toSorted((a, b) => variants.indexOf(a.key) - variants.indexOf(b.key))
    .map((row) => {
      const measured = byCase.get(row.caseId) ?? [];
      const theirs = anchors.get(loadOf(row)) ?? [];
      const workers = workersOf.get(row.key) ?? 1;
      const against =
        row.key === anchor
          ? null
          : againstAnchor(anchor, measured.filter(isValid), theirs.filter(isValid));
      return { ...soakOf(row, measured, workers), against };
    });
}

/** `hello/{"loop":"closed","connections":64}` */
function loadOf({ workload, level }: Row): string {
  return `${workload}/${JSON.stringify(level)}`;
}

/** What memory does in a window that the host disturbed is told as well; rates are of valid windows, where there are any. */
function soakOf(
  row: Row,
  measured: readonly MeasuredWindow[],
  workers: number,
): Omit<Soak, "against"> {
  const valid = measured.filter(isValid);
  const shown = valid.length > 0 ? valid : measured;
  return {
    variant: row.key,
    workload: row.workload,
    level: row.level,
    status: row.status,
    seconds: measured.reduce((sum, { load }) => sum + load.seconds, 0),
    windows: measured.length,
    workers,
    growth: workerGrowth(measured, workers),
    churn: churnOf(measured),
    throughput: row.throughput?.estimate ?? null,
    p99Ms: meanOf(shown.flatMap((window) => p99Ms(window) ?? [])),
    lost: lostOf(measured),
    askedAnew: measured.reduce((sum, { load }) => sum + askedAnewOf(load), 0),
    memory: {
      workerBytes: workerBytes(measured),
      meanBytes: meanOf(measured.flatMap((window) => meanMemoryBytes(window) ?? [])),
      overTime: memoryOverTime(measured),
    },
    cautions: row.cautions,
  };
}

function churnOf(windows: readonly MeasuredWindow[]): Churn | null {
  const all = windows.flatMap(({ use }) => use.services.app?.memorySeries ?? []);
  if (all.length === 0) return null;
  const lives = all.flatMap(({ medianLifeSeconds }) => medianLifeSeconds ?? []);
  return {
    started: all.reduce((sum, { begun }) => sum + begun, 0),
    ended: all.reduce((sum, { ended }) => sum + ended, 0),
    atLeast: all.some(
      ({ medianLifeSeconds = Infinity, lookMs }) =>
        medianLifeSeconds * 1000 < looksOfALife * lookMs,
    ),
    medianLifeSeconds: meanOf(lives),
  };
}

function lostOf(windows: readonly MeasuredWindow[]): Soak["lost"] {
  const lost = windows.reduce((sum, { load }) => sum + lostIn(load), 0);
  const answered = windows.reduce((sum, { load }) => sum + load.succeeded, 0);
  return lost + answered === 0 ? null : { requests: lost, share: lost / (lost + answered) };
}

/** Those that the generator could not send are no fault of the server. */
function lostIn(load: MeasuredWindow["load"]): number {
  const unfinished = load.kind === "totals" ? 0 : load.unfinished;
  return neverAnsweredOf({ errors: {}, unfinished }) + serverErrorsOf(load);
}

function askedAnewOf(load: MeasuredWindow["load"]): number {
  return load.kind === "totals" ? 0 : (load.askedAnew?.requests ?? 0);
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, one) => sum + one, 0) / values.length;
}
