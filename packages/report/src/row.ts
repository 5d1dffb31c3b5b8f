import {
  workloadSchema,
  cautionSchema,
  failureSchema,
  generatorIdSchema,
  loadErrorsSchema,
  processSeriesSchema,
  sloTermSchema,
  type GeneratorId,
  type LoadLevel,
} from "@stackbench/model";
import type { Verdict } from "@stackbench/statistics";
import { z } from "zod";

const intervalSchema = z.strictObject({
  low: z.number(),
  high: z.number(),
  /** What it really reaches, 0 to 1. */
  confidence: z.number(),
});
export type Interval = z.infer<typeof intervalSchema>;

/** Milliseconds; null where fewer than 30 requests lie beyond, or where they were never answered. */
const percentileShape = {
  p50Ms: z.number().nullable(),
  p90Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  p999Ms: z.number().nullable(),
  /** Those that fall among requests that failed or never got an answer: there the figure is null. */
  unanswered: z.array(z.literal([50, 90, 99, 99.9])),
};
const roundPercentilesSchema = z.strictObject(percentileShape);
export type RoundPercentiles = z.infer<typeof roundPercentilesSchema>;

const percentilesSchema = z.strictObject({
  ...percentileShape,
  /** Between which values a round's own percentile lies as often above as below; null with fewer than 6 rounds. */
  p50Interval: intervalSchema.nullable(),
  p90Interval: intervalSchema.nullable(),
  p99Interval: intervalSchema.nullable(),
  p999Interval: intervalSchema.nullable(),
});
export type Percentiles = z.infer<typeof percentilesSchema>;

/** A row's figure against the anchor's, over the rounds that both have. */
const relationShape = {
  /** `stack:variant`. */
  anchor: z.string(),
  /** The row's figure divided by the anchor's; 1 is equal. */
  ratio: z.number(),
  /** Null where too few rounds allow none. */
  interval: intervalSchema.nullable(),
  /** Of "equal", all looks accounted for. */
  p: z.number(),
  /** After Holm's adjustment over all pairs of rows in the group. */
  adjustedP: z.number(),
  /** The same of "3 % apart or more": below 0.05 it is a tie. */
  tieAdjustedP: z.number(),
  /** Of the exact signed-rank test by itself: the witness. */
  signedRankP: z.number(),
  /** That both have. */
  rounds: z.int(),
};
const relationSchema = z.strictObject(relationShape);
export type Relative<V extends string = Verdict> = z.infer<typeof relationSchema> & { verdict: V };

const verdictSchema = z.enum(["faster", "slower", "tie", "unresolved"]);
const costVerdictSchema = z.enum(["cheaper", "dearer", "tie", "unresolved"]);
/** Of CPU time per request. */
export type CostVerdict = z.infer<typeof costVerdictSchema>;

/** Correct answers per second. */
const throughputSchema = z.strictObject({
  /** Hodges-Lehmann estimate where there is an interval, else the median. */
  estimate: z.number(),
  /** Of the estimate; null with fewer than 6 rounds. */
  interval: intervalSchema.nullable(),
  median: z.number(),
  min: z.number(),
  max: z.number(),
  rounds: z.int(),
});
export type Throughput = z.infer<typeof throughputSchema>;

/** Standard deviations of the logarithm of throughput: 0.02 is about 2 %. */
const spreadsSchema = z.strictObject({
  /** From start to start of the server; holds what is inside a start too where `insideStart` is null. */
  betweenStarts: z.number(),
  /** From window to window of one start; null where every sitting held one window. */
  insideStart: z.number().nullable(),
});
export type StartSpreads = z.infer<typeof spreadsSchema>;

/** A row against the anchor where the starts of either have one of two speeds. */
const withinSpeedsSchema = z.strictObject({
  anchor: z.string(),
  /** Throughput divided by the anchor's at the same speed, whichever of the two it is. */
  ratio: z.number(),
  interval: intervalSchema,
  /** Unadjusted, of the ratio. */
  p: z.number(),
  /** The fast speed divided by the slow one. */
  speeds: z.number(),
  /** In which both drew the same speed, and in which the row, or the anchor, alone drew the fast one. */
  rounds: z.strictObject({ same: z.int(), faster: z.int(), slower: z.int() }),
  /** Unadjusted, of "both draw the fast speed with the same chance". */
  sharesP: z.number(),
  /** At the same speed, or by how often the fast one is drawn: of this pair alone, not adjusted over the group. */
  verdict: verdictSchema,
});
export type WithinSpeeds = z.infer<typeof withinSpeedsSchema>;

/** Processes of the app over the windows of a case. */
const liveProcessesSchema = z.strictObject({
  least: z.int(),
  most: z.int(),
  mean: z.number(),
  /** Whether it changed within a window. */
  changed: z.boolean(),
  rounds: z.array(z.strictObject({ round: z.int(), ...processSeriesSchema.shape })),
});
export type LiveProcesses = z.infer<typeof liveProcessesSchema>;

/** What the app's processes of one group used: medians over the windows, unless it says otherwise. */
const groupFiguresSchema = z.strictObject({
  /** Null: processes of no group, and CPU time that cannot be told to any. */
  name: z.string().nullable(),
  requestsPerSecond: z.number().nullable(),
  /** CPU time over wall time: 1 is one CPU, all the time. */
  cpuShare: z.number(),
  cpuMicrosPerRequest: z.number().nullable(),
  /** Proportional set size: highest of all windows, and the mean of a window. */
  memoryBytes: z.number().nullable(),
  memoryMeanBytes: z.number().nullable(),
  /** The highest of all windows. */
  processes: z.int(),
  /** Over all windows. */
  endedProcesses: z.int(),
});
export type GroupFigures = z.infer<typeof groupFiguresSchema>;

/** What a row says of one term of an SLO. Shares are 0 to 1. */
const sloFigureSchema = z.strictObject({
  /** Of a mix: the part. Of one of several requests of one's own `term` has the name. */
  workload: workloadSchema,
  term: sloTermSchema,
  /** Whether the limit is held against latency (open loop), service time (closed loop), or right answers. */
  judgedBy: z.enum(["latency", "service time", "answers"]),
  /** Of all rounds, answered or not. */
  requests: z.int(),
  rounds: z.int(),
  /** Of all of them within the limit; lost ones are beyond any. Null where it is not known. */
  withinShare: z.number().nullable(),
  /** Over the rounds; null with fewer than 6. */
  interval: intervalSchema.nullable(),
  /** So many must be within. */
  neededShare: z.number(),
  verdict: z.enum(["keeps", "misses", "undecided"]),
  /** Where the interval alone does not say it. */
  reason: z.string().optional(),
});
export type SloFigure = z.infer<typeof sloFigureSchema>;

const partPercentileSchema = z.union([z.number(), z.literal("unanswered")]).nullable();

/** One of several kinds of request that shared the connections of a row's windows. */
const partFiguresSchema = z.strictObject({
  /** A workload of the mix, or a request's own name. */
  name: z.string(),
  /** Of all requests, 0 to 1. */
  share: z.number(),
  /** Right answers per second; null where a round had none. */
  throughput: z
    .strictObject({ estimate: z.number(), interval: intervalSchema.nullable() })
    .nullable(),
  /** Of all rounds together; null where too few answers lie beyond. Service time, in an open loop latency. */
  p50Ms: partPercentileSchema,
  p90Ms: partPercentileSchema,
  p99Ms: partPercentileSchema,
  p999Ms: partPercentileSchema,
  /** Median by round, of those that have one. */
  p50ByRound: z.array(z.strictObject({ round: z.int(), p50Ms: z.number() })),
  /** Mean service time of right answers, ms. */
  meanServiceMs: z.number().nullable(),
  /** Failed requests as a share of all of its own that ended. */
  errorShare: z.number(),
  errors: loadErrorsSchema,
  /** Still unanswered when the drain gave up. */
  unfinished: z.int(),
});
export type PartFigures = z.infer<typeof partFiguresSchema>;

/** What a part is compared by. */
const partFigureSchema = z.enum([
  "service-time-p50",
  "service-time-p99",
  "latency-p50",
  "latency-p99",
]);
export type PartFigure = z.infer<typeof partFigureSchema>;

/** The times of a part against those of the same part of the anchor. Adjusted over all pairs of rows in all parts. */
const partRelativeSchema = z.strictObject({
  /** Of the part. */
  name: z.string(),
  figure: partFigureSchema,
  ...relationShape,
  verdict: verdictSchema,
});
export type PartRelative = z.infer<typeof partRelativeSchema>;

/** One of the rounds that a row's figures come from. */
const roundFiguresSchema = z.strictObject({
  round: z.int(),
  /** Correct answers per second: the geometric mean of the round's windows. */
  throughput: z.number(),
  /** Of the round's windows merged; null where the generator gives none. */
  serviceTime: roundPercentilesSchema.nullable(),
  /** Open loop only. */
  latency: roundPercentilesSchema.nullable(),
  /** User and system CPU time of app and proxy: the geometric mean of the round's windows. */
  cpuMicrosPerRequest: z.number().nullable(),
});
export type RoundFigures = z.infer<typeof roundFiguresSchema>;

/** A kind of caution over the windows of a row: severity and message of the worst. */
const rowCautionSchema = z.strictObject({
  ...cautionSchema.shape,
  windows: z.int(),
  invalidWindows: z.int(),
});
export type RowCaution = z.infer<typeof rowCautionSchema>;

/** Of windows that are bounded by requests. */
const boundedSchema = z.strictObject({
  /** In each window. */
  requests: z.int(),
  /** From the beginning of the load to the last answer: median of the windows. */
  takenSeconds: z.number(),
  /** Done minus actual send of the right answers of all windows; null where there was none. */
  minMs: z.number().nullable(),
  meanMs: z.number().nullable(),
  maxMs: z.number().nullable(),
});
export type Bounded = z.infer<typeof boundedSchema>;

/**
 * A row as `--json` prints it, its fields in this order. Null is unknown, never zero; what does not concern a row is
 * not there.
 */
export const rowSchema = z.strictObject({
  stack: z.string(),
  variant: z.string(),
  workload: workloadSchema,
  connections: z.int(),
  /** Only where it is a question of the level: whether connections are kept, and how many bytes are added to each request. */
  keepAlive: z.boolean().optional(),
  paddingBytes: z.int().optional(),
  /** Open loop only. */
  ratePerSecond: z.number().optional(),
  generator: generatorIdSchema,
  /**
   * `invalid`: every measured window was invalid, the figures are of those and enter no comparison. `failed`: too many
   * rounds failed; figures are of the others, if any. `pending`: nothing measured yet.
   */
  status: z.enum(["measured", "invalid", "failed", "pending"]),
  /** The places that the row may have, both ends included, 1 the best; null where it may not be ranked. */
  rank: z.strictObject({ low: z.int(), high: z.int() }).nullable(),
  /** What `rank` and `relative` are about: throughput, or latency at that percentile. */
  comparedBy: z.enum(["throughput", "latency-p50", "latency-p99"]),
  isAnchor: z.boolean(),
  /** What the group is ranked by, against the anchor's; null for the anchor and where the row may not be compared. */
  relative: z.strictObject({ ...relationShape, verdict: verdictSchema }).nullable(),
  /** CPU time of app and proxy per request against the anchor's: the second witness. */
  cpuRelative: z.strictObject({ ...relationShape, verdict: costVerdictSchema }).nullable(),
  /** Rows only whose CPU time per request contradicts their throughput: how. */
  witnessesDisagree: z.string().optional(),
  windows: z.strictObject({
    planned: z.int(),
    measured: z.int(),
    valid: z.int(),
    failed: z.int(),
  }),
  /** Over the valid rounds; over invalid ones where the status is `invalid`. */
  throughput: throughputSchema.nullable(),
  /** How throughput scatters between starts of the server and inside one; null with a single start. */
  spreads: spreadsSchema.nullable(),
  /** Rows only whose starts have two speeds, as have the anchor's or not: against the anchor at the same speed. */
  withinSpeeds: withinSpeedsSchema.optional(),
  /** Done minus actual send, of all rounds merged. */
  serviceTime: percentilesSchema.nullable(),
  /** Windows bounded by requests only: the time they took. */
  bounded: boundedSchema.optional(),
  /** Open loop only: done minus intended start, of all rounds merged. */
  latency: percentilesSchema.nullable(),
  /** Open loop only: actual send minus intended start. */
  sendLagP99Ms: z.number().nullable(),
  /** Open loop only: most arrivals at once that waited for a free connection. */
  queueDepthMax: z.number().nullable(),
  /** Bytes of answers, heads included: median of the windows; null where the generator does not count them. */
  receivedBytesPerSecond: z.number().nullable(),
  /** Per successful request. Server side is app and proxy. */
  cpuUserMicrosPerRequest: z.number().nullable(),
  cpuSystemMicrosPerRequest: z.number().nullable(),
  databaseCpuMicrosPerRequest: z.number().nullable(),
  /** Busy share of the server's CPUs, 0 to 1. */
  serverCpuShare: z.number().nullable(),
  /** Highest working set of app and proxy together, and of the database. */
  memoryBytes: z.number().nullable(),
  databaseMemoryBytes: z.number().nullable(),
  /** How many processes the app had, in time; null where nobody counted them. */
  liveProcesses: liveProcessesSchema.nullable(),
  /** Only of an app with process groups: each of them, then the rest. */
  processGroups: z.array(groupFiguresSchema).optional(),
  /** Failed requests as a share of all that ended, over all measured windows, invalid ones too. */
  errorShare: z.number().nullable(),
  /** Only of several kinds of request at once: each of them. */
  parts: z.array(partFiguresSchema).min(1).optional(),
  /** Only of a row with parts that is compared: each of them against the anchor's. */
  partRelatives: z.array(partRelativeSchema).min(1).optional(),
  /** Only where the run has an SLO with terms about the workload: each of them. */
  slo: z.array(sloFigureSchema).min(1).optional(),
  /** Of the rounds that the figures come from, in their order. */
  byRound: z.array(roundFiguresSchema),
  cautions: z.array(rowCautionSchema),
  /** Rows of a second generator only: how far it is from the first, as a share (-0.1: 10 % less). */
  disagreement: z.number().nullable().optional(),
  /** Rows that are not compared only: how their kernel limits differ. */
  tuningDifference: z.string().optional(),
  failure: z.strictObject({ ...failureSchema.shape, round: z.int() }).optional(),
});
export type RowJson = z.infer<typeof rowSchema>;

/** A case over its rounds: its figures, and how it stands among the rows of its group. */
export interface Row extends Omit<
  RowJson,
  "connections" | "keepAlive" | "paddingBytes" | "ratePerSecond"
> {
  caseId: string;
  /** `stack:variant`, as in the plan. */
  key: string;
  level: LoadLevel;
  /** The generator whose row this one checks; null for rows of the first generator. */
  checks: GeneratorId | null;
}

type StandingField =
  | "rank"
  | "comparedBy"
  | "isAnchor"
  | "relative"
  | "cpuRelative"
  | "witnessesDisagree"
  | "withinSpeeds"
  | "partRelatives"
  | "disagreement";

/** What can be said of a row among others only. */
export type Standing = Pick<Row, StandingField>;

/** What a case's own windows tell. */
export type CaseFigures = Omit<Row, StandingField>;
