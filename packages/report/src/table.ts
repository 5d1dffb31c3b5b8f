import type {
  Caution,
  ComparedFigure,
  CautionKind,
  Failure,
  GeneratorId,
  LoadLevel,
  ProcessSeries,
  RunHead,
  RunRecord,
  AskedWorkload,
} from "@stackbench/model";
import type { PlaceInterval, Verdict } from "@stackbench/statistics";
import type { TuningSummary } from "./summarise/tuning.ts";

/** A run as a person wants to see it. Renderers only lay it out. */
export interface Table {
  run: RunHead & Pick<RunRecord, "outcome" | "wallSeconds" | "resumedAt" | "stop">;
  windows: { planned: number; measured: number; failed: number };
  /** A warm-up goes on until throughput has settled: how long that took at most; 0 where no generator told. */
  longestWarmupSeconds: number;
  rounds: RoundCounts;
  /** Of the run as a whole. */
  cautions: Caution[];
  /** Measured windows that enter no estimate, in the order of time. */
  invalidWindows: InvalidWindow[];
  groups: Group[];
  /** The rows of all groups, in their order. */
  rows: Row[];
  tuning: TuningSummary;
  /** What the rows' marks stand for, each once. */
  remarks: Remark[];
}

export interface RoundCounts {
  /** Begun. */
  held: number;
  /** Of those, held in place of spoilt ones. */
  replacing: number;
  /** In which the host made a window invalid. */
  spoilt: number;
}

export interface InvalidWindow {
  round: number;
  /** `stack:variant`. */
  key: string;
  workload: AskedWorkload;
  level: LoadLevel;
  generator: GeneratorId;
  /** Requests/s, as measured. */
  throughput: number;
  /** What made it invalid. */
  reasons: Caution[];
}

/** Rows that may be compared: one workload at one load level. */
export interface Group {
  workload: AskedWorkload;
  level: LoadLevel;
  compared: ComparedFigure;
  /** Key of the row that the others are compared with; null where no two rows may be compared. */
  anchor: string | null;
  /** The best first. */
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
  /** `stack:variant`, as in the plan. */
  key: string;
  stack: string;
  variant: string;
  workload: AskedWorkload;
  level: LoadLevel;
  generator: GeneratorId;
  /** The generator whose row this one checks; null for rows of the first generator. */
  checks: GeneratorId | null;
  status: RowStatus;
  /** The places that the row may have in its group, 1 the best; null where it may not be ranked. */
  rank: PlaceInterval | null;
  /** What the group is ranked by, against the anchor's; null for the anchor and where the row may not be compared. */
  relative: Relative | null;
  /** CPU time of app and proxy per request against the anchor's: the second witness. */
  cpuRelative: Relative<CostVerdict> | null;
  /** How throughput and CPU time per request contradict each other; null where they do not. */
  witnessesDisagree: string | null;
  windows: { planned: number; measured: number; valid: number; failed: number };
  throughput: Throughput | null;
  /** How throughput scatters between starts of the server and inside one; null with a single start. */
  spreads: StartSpreads | null;
  /** Against the anchor among starts of the same speed; null where starts have no two speeds. */
  withinSpeeds: WithinSpeeds | null;
  /** Done minus actual send, of all rounds merged. */
  serviceTime: Percentiles | null;
  /** Open loop only: done minus intended start, of all rounds merged. */
  latency: Percentiles | null;
  /** Open loop only: actual send minus intended start, ms. */
  sendLagP99Ms: number | null;
  /** Open loop only: most arrivals at once that waited for a free connection. */
  queueDepthMax: number | null;
  /** Bytes of answers, heads included, received per second: median of the windows; null where nobody counted them. */
  receivedBytesPerSecond: number | null;
  /** CPU time per successful request, µs. Server side is app and proxy. */
  cpuUserMicros: number | null;
  cpuSystemMicros: number | null;
  databaseCpuMicros: number | null;
  /** Busy share of the server's CPUs, 0 to 1. */
  serverCpuShare: number | null;
  /** Highest working set of app and proxy together, and of the database. */
  memoryBytes: number | null;
  databaseMemoryBytes: number | null;
  /** How many processes the app had, in time; null where nobody counted them. */
  liveProcesses: LiveProcesses | null;
  /** Of an app with process groups: each of them, then the rest; null without. */
  processGroups: GroupFigures[] | null;
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
  /** Hodges-Lehmann estimate where there is an interval, else the median. */
  estimate: number;
  /** Of the estimate; null with fewer than 6 rounds. */
  interval: Interval | null;
  median: number;
  min: number;
  max: number;
  /** Half the range as a share of the median; null for a single round. */
  spread: number | null;
  rounds: number;
}

export interface Interval {
  low: number;
  high: number;
  /** What it really reaches, 0 to 1. */
  confidence: number;
}

/** A row's figure divided by the anchor's, over the rounds that both have. */
export interface Relative<V extends string = Verdict> {
  /** Key of the anchor. */
  anchor: string;
  /** Of the geometric means over the common rounds; 1 is equal. */
  ratio: number;
  /** Null with fewer than 6 common rounds. */
  interval: Interval | null;
  /** Of "equal", all looks accounted for, and after Holm's adjustment over all pairs of rows in the group. */
  p: number;
  adjustedP: number;
  /** The same of "3 % apart or more": below 0.05 it is a tie. */
  tieAdjustedP: number;
  /** The exact signed-rank test's, by itself: the witness. */
  signedRankP: number;
  rounds: number;
  verdict: V;
}

/** Standard deviations of the logarithm of throughput: 0.02 is about 2 %. */
export interface StartSpreads {
  /** From start to start of the server; holds what is inside a start too where `insideStart` is null. */
  betweenStarts: number;
  /** From window to window of one start; null where every sitting held one window. */
  insideStart: number | null;
}

/** A row against the anchor where the starts of either have one of two speeds. */
export interface WithinSpeeds {
  /** Key of the anchor. */
  anchor: string;
  /** Throughput divided by the anchor's at the same speed, whichever of the two it is. */
  ratio: number;
  interval: Interval;
  /** Of this ratio alone, unadjusted. */
  p: number;
  /** The fast speed divided by the slow one. */
  speeds: number;
  /** In which both drew the same speed, and in which the row, or the anchor, alone drew the fast one. */
  rounds: { same: number; faster: number; slower: number };
  /** Of "both draw the fast speed with the same chance", unadjusted. */
  sharesP: number;
  /** At the same speed, or by how often the fast one is drawn: of this pair alone, not adjusted over the group. */
  verdict: Verdict;
}

/** Of CPU time per request. */
export type CostVerdict = "cheaper" | "dearer" | "tie" | "unresolved";

/** Milliseconds; null where fewer than 30 requests lie beyond, or where they were never answered. Intervals are of the rounds' own percentiles. */
export interface Percentiles {
  p50Ms: number | null;
  p90Ms: number | null;
  p99Ms: number | null;
  p999Ms: number | null;
  /** Which of them fall among requests that failed or never got an answer: longer than the client waits. */
  unanswered: (50 | 90 | 99 | 99.9)[];
  p50Interval: Interval | null;
  p90Interval: Interval | null;
  p99Interval: Interval | null;
  p999Interval: Interval | null;
}

/** Processes of the app over the windows of a case. */
export interface LiveProcesses {
  least: number;
  most: number;
  mean: number;
  /** Whether it changed within a window. */
  changed: boolean;
  rounds: ({ round: number } & ProcessSeries)[];
}

/** What the app's processes of one group used: medians over the windows, unless it says otherwise. */
export interface GroupFigures {
  /** Null: processes of no group, and CPU time that cannot be told to any. */
  name: string | null;
  requestsPerSecond: number | null;
  /** CPU time over wall time: 1 is one CPU, all the time. */
  cpuShare: number;
  cpuMicrosPerRequest: number | null;
  /** Proportional set size: the highest of all windows, and the mean of a window. */
  memoryBytes: number | null;
  memoryMeanBytes: number | null;
  /** The highest of all windows. */
  processes: number;
  /** Over all windows. */
  endedProcesses: number;
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
  kind: CautionKind | "tuning-differs" | "witnesses-disagree";
  /** How many windows it was found in; for what is settled among rows, windows of those rows. */
  windows: number;
  invalidWindows: number;
  /** An example with its figure. */
  message: string;
  advice: string;
}
