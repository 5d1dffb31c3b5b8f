import type {
  Caution,
  CautionKind,
  Failure,
  GeneratorId,
  LoadLevel,
  RunHead,
  RunRecord,
  WorkloadId,
} from "@stackbench/model";
import type { TuningSummary } from "./tuning-summary.ts";

/** A run as a person wants to see it. Renderers only lay it out. */
export interface Table {
  run: RunHead & Pick<RunRecord, "outcome" | "wallSeconds" | "resumedAt">;
  windows: { planned: number; measured: number; failed: number };
  groups: Group[];
  /** The rows of all groups, in their order. */
  rows: Row[];
  tuning: TuningSummary;
  /** What the rows' marks stand for, each once. */
  remarks: Remark[];
}

/** Rows that may be compared: one workload at one load level. */
export interface Group {
  workload: WorkloadId;
  level: LoadLevel;
  rows: Row[];
}

/**
 * `invalid`: every measured window was invalid, the figures are of those and enter no comparison.
 * `failed`: at least one window failed; figures are of the others, if any. `pending`: nothing measured yet.
 */
export type RowStatus = "measured" | "invalid" | "failed" | "pending";

/** A case over its rounds. A figure that nobody could tell is null. */
export interface Row {
  caseId: string;
  stack: string;
  variant: string;
  workload: WorkloadId;
  level: LoadLevel;
  generator: GeneratorId;
  /** The generator whose row this one checks; null for rows of the first generator. */
  checks: GeneratorId | null;
  status: RowStatus;
  /** 1 is the highest throughput of the group; null where the row may not be ranked. */
  rank: number | null;
  windows: { planned: number; measured: number; valid: number; failed: number };
  throughput: Throughput | null;
  /** Closed loop: service time. Open loop: latency from the intended start. Of all rounds merged, ms. */
  p50Ms: number | null;
  p99Ms: number | null;
  /** CPU time per successful request, µs. Server side is app and proxy. */
  cpuUserMicros: number | null;
  cpuSystemMicros: number | null;
  databaseCpuMicros: number | null;
  /** Busy share of the server's CPUs, 0 to 1. */
  serverCpuShare: number | null;
  /** Highest working set of app and proxy together, and of the database. */
  memoryBytes: number | null;
  databaseMemoryBytes: number | null;
  /** Failed requests as a share of all that ended, over all measured windows, invalid ones too. */
  errorShare: number | null;
  cautions: RowCaution[];
  /** How its kernel limits differ from those of most rows: then it is not compared. */
  tuningDifference: string | null;
  failure: RowFailure | null;
  /** On rows of a second generator: how far it is from the first, as a share (-0.1: 10 % less). */
  disagreement: number | null;
}

/** Successful responses per second over the valid rounds. */
export interface Throughput {
  median: number;
  min: number;
  max: number;
  /** Half the range as a share of the median; null for a single round. */
  spread: number | null;
  rounds: number;
}

/** A kind of caution over the windows of a row: severity and message of the worst. */
export interface RowCaution extends Caution {
  windows: number;
  invalidWindows: number;
}

export interface RowFailure extends Failure {
  round: number;
}

/** What a mark in the notes column means. */
export interface Remark {
  mark: string;
  kind: CautionKind | "tuning-differs";
  windows: number;
  invalidWindows: number;
  /** An example with its figure. */
  message: string;
  advice: string;
}
