import type { LoadRequest, LoadResult } from "../load.ts";
import type { AskedWorkload, WorkloadId } from "../workload.ts";
import type { Launcher } from "./driver.ts";

/** Tells whether a server answers as the contract says. */
export interface Verifier {
  verify(launcher: Launcher, request: VerifyRequest): Promise<Verification>;
  snapshot(launcher: Launcher, databaseUrl: string): Promise<DatabaseSnapshot>;
  /** Compares the database with what was acknowledged in a window of writes. Undefined where they agree. */
  audit(launcher: Launcher, request: AuditRequest): Promise<string | undefined>;
}

export interface VerifyRequest {
  host: string;
  port: number;
  databaseUrl?: string;
  workloads: readonly WorkloadId[];
  /** `items` is checked by its answers alone: its database is somebody else's. */
  tableUnseen?: boolean;
  /** Checks this request and its expectation instead of the contract; `workloads` is empty then. */
  customRequest?: LoadRequest;
  seed: number;
}

export interface Verification {
  checks: number;
  /** In the order of checking; the first is what a row shows. */
  differences: Difference[];
}

export interface Difference {
  workload: AskedWorkload | "healthz" | "routing";
  /** "GET /hash-sort?loopCount=1&seed=7". */
  request: string;
  expected: string;
  got: string;
}

export interface AuditRequest {
  databaseUrl: string;
  /** What the table held just before the window. */
  before: DatabaseSnapshot;
  requests: readonly LoadRequest[];
  load: Pick<LoadResult, "succeeded" | "succeededByRequest" | "unfinished" | "errors">;
}

export interface DatabaseSnapshot {
  rows: number;
}
