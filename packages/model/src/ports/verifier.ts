import type { Acknowledged, AnswerSample } from "../answers.ts";
import type { LoadRequest } from "../load.ts";
import type { WorkloadId } from "../plain-workload.ts";
import type { Workload } from "../workload.ts";
import type { ParametrisedWorkload } from "../workload-parameters.ts";
import type { Launcher, Target } from "./driver.ts";

/** Tells whether a server answers as the contract says. */
export interface Verifier {
  verify(launcher: Launcher, request: VerifyRequest): Promise<Verification>;
  /** Makes the rows that deletes among these requests name, and counts. No load may run. */
  snapshot(
    launcher: Launcher,
    request: Pick<AuditRequest, "databaseUrl" | "requests">,
  ): Promise<DatabaseSnapshot>;
  /** Compares the database with what was acknowledged since `before`. Undefined where they agree. */
  audit(launcher: Launcher, request: AuditRequest): Promise<string | undefined>;
  /** Holds whole bodies of answers under load against the contract; asks nobody. */
  check(request: CheckRequest): CheckedAnswers;
}

export interface VerifyRequest extends Target {
  databaseUrl?: string;
  workloads: readonly WorkloadId[];
  /** What is measured with a parameter: beside all that the contract says, its own requests are verified. Absent: none. */
  parametrised?: readonly ParametrisedWorkload[];
  /** `items` is checked by its answers alone: its database is somebody else's. */
  tableUnseen?: boolean;
  /** Checks these requests and their expectations instead of the contract; `workloads` is empty then. */
  customRequests?: readonly LoadRequest[];
  /** Whether the load keeps its connections: `customRequests` are sent as the load will send them. Absent: it does. */
  keepAlive?: boolean;
  seed: number;
}

export interface Verification {
  checks: number;
  /** In the order of checking; the first is what a row shows. */
  differences: Difference[];
}

export interface Difference {
  workload: Workload | "healthz" | "routing";
  /** "GET /hash-sort?loopCount=1&seed=7". */
  request: string;
  expected: string;
  got: string;
}

export interface AuditRequest {
  databaseUrl: string;
  /** What the table held before the load whose acknowledgements these are. */
  before: DatabaseSnapshot;
  requests: readonly LoadRequest[];
  acknowledged: Acknowledged;
}

export interface CheckRequest {
  workload: Workload;
  requests: readonly LoadRequest[];
  /** In the order in which they came. */
  answers: readonly AnswerSample[];
}

export interface CheckedAnswers {
  /** Answers whose body was looked at: 0 where nothing is known of it. */
  checked: number;
  /** Of these, answers with another body than the contract says. */
  wrong: number;
  /** The first of the wrong ones. */
  first?: Difference;
}

export interface DatabaseSnapshot {
  /** Without `deletable`. */
  rows: number;
  /** Rows that were made to be deleted; absent where no request deletes. */
  deletable?: number;
}
