import type { FailureStage, GeneratorId, WorkloadId } from "@stackbench/model";
import type { Row, RowCaution, RowStatus, Table, Throughput } from "./table.ts";

/** What `--json` prints. Null is unknown, never zero; shares are 0 to 1. */
export interface RowsJson {
  schemaVersion: 1;
  runId: string;
  outcome: Table["run"]["outcome"];
  rows: RowJson[];
}

export interface RowJson {
  stack: string;
  variant: string;
  workload: WorkloadId;
  connections: number;
  /** Open loop only. */
  ratePerSecond?: number;
  generator: GeneratorId;
  status: RowStatus;
  rank: number | null;
  /** Requests per second; over invalid rounds where the status is `invalid`. */
  throughput: Omit<Throughput, "spread"> | null;
  p50Ms: number | null;
  p99Ms: number | null;
  cpuUserMicrosPerRequest: number | null;
  cpuSystemMicrosPerRequest: number | null;
  databaseCpuMicrosPerRequest: number | null;
  serverCpuShare: number | null;
  memoryBytes: number | null;
  databaseMemoryBytes: number | null;
  errorShare: number | null;
  cautions: RowCaution[];
  /** Rows of a second generator only: how far it is from the first, as a share. */
  disagreement?: number | null;
  /** Rows that are not compared only: how their kernel limits differ. */
  tuningDifference?: string;
  failure?: { stage: FailureStage; message: string; round: number; logLines: string[] };
}

export function rowsJson(table: Table): RowsJson {
  const { runId, outcome } = table.run;
  return { schemaVersion: 1, runId, outcome, rows: table.rows.map(rowJson) };
}

function rowJson(row: Row): RowJson {
  const { throughput, level } = row;
  return {
    stack: row.stack,
    variant: row.variant,
    workload: row.workload,
    connections: level.connections,
    ...(level.loop === "open" ? { ratePerSecond: level.ratePerSecond } : {}),
    generator: row.generator,
    status: row.status,
    rank: row.rank,
    throughput: throughput && {
      median: throughput.median,
      min: throughput.min,
      max: throughput.max,
      rounds: throughput.rounds,
    },
    p50Ms: row.p50Ms,
    p99Ms: row.p99Ms,
    cpuUserMicrosPerRequest: row.cpuUserMicros,
    cpuSystemMicrosPerRequest: row.cpuSystemMicros,
    databaseCpuMicrosPerRequest: row.databaseCpuMicros,
    serverCpuShare: row.serverCpuShare,
    memoryBytes: row.memoryBytes,
    databaseMemoryBytes: row.databaseMemoryBytes,
    errorShare: row.errorShare,
    cautions: row.cautions,
    ...(row.checks === null ? {} : { disagreement: row.disagreement }),
    ...(row.tuningDifference === null ? {} : { tuningDifference: row.tuningDifference }),
    ...(row.failure ? { failure: row.failure } : {}),
  };
}
