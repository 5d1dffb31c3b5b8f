import {
  cautionKindSchema,
  cautionSchema,
  failureSchema,
  generatorIdSchema,
  processSeriesSchema,
  protocolSchema,
  stopSchema,
  askedWorkloadSchema,
} from "@stackbench/model";
import { z } from "zod";

const intervalSchema = z.strictObject({
  low: z.number(),
  high: z.number(),
  /** What it really reaches, 0 to 1. */
  confidence: z.number(),
});

const percentilesSchema = z.strictObject({
  p50Ms: z.number().nullable(),
  p90Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  p999Ms: z.number().nullable(),
  /** Those that fall among requests that failed or never got an answer: there the figure is null. */
  unanswered: z.array(z.literal([50, 90, 99, 99.9])),
  /** Between which values a round's own percentile lies as often above as below; null with fewer than 6 rounds. */
  p50Interval: intervalSchema.nullable(),
  p90Interval: intervalSchema.nullable(),
  p99Interval: intervalSchema.nullable(),
  p999Interval: intervalSchema.nullable(),
});

function relativeSchema<const V extends readonly string[]>(verdicts: V) {
  return z.strictObject({
    /** `stack:variant`. */
    anchor: z.string(),
    /** The row's figure divided by the anchor's. */
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
    verdict: z.enum(verdicts),
  });
}

const rowSchema = z.strictObject({
  stack: z.string(),
  variant: z.string(),
  workload: askedWorkloadSchema,
  connections: z.int(),
  /** Open loop only. */
  ratePerSecond: z.number().optional(),
  generator: generatorIdSchema,
  status: z.enum(["measured", "invalid", "failed", "pending"]),
  /** The places that the row may have, both ends included; null where it may not be ranked. */
  rank: z.strictObject({ low: z.int(), high: z.int() }).nullable(),
  /** What `rank` and `relative` are about: throughput, or latency at that percentile. */
  comparedBy: z.enum(["throughput", "latency-p50", "latency-p99"]),
  isAnchor: z.boolean(),
  relative: relativeSchema(["faster", "slower", "tie", "unresolved"]).nullable(),
  /** CPU time of app and proxy per request against the anchor's. */
  cpuRelative: relativeSchema(["cheaper", "dearer", "tie", "unresolved"]).nullable(),
  /** Rows only whose CPU time per request contradicts their throughput: how. */
  witnessesDisagree: z.string().optional(),
  windows: z.strictObject({
    planned: z.int(),
    measured: z.int(),
    valid: z.int(),
    failed: z.int(),
  }),
  /** Requests per second; over invalid rounds where the status is `invalid`. */
  throughput: z
    .strictObject({
      estimate: z.number(),
      interval: intervalSchema.nullable(),
      median: z.number(),
      min: z.number(),
      max: z.number(),
      rounds: z.int(),
    })
    .nullable(),
  /** Standard deviations of the logarithm of throughput; null with a single start of the server. */
  spreads: z
    .strictObject({
      /** From start to start; holds what is inside a start too where `insideStart` is null. */
      betweenStarts: z.number(),
      /** From window to window of one start; null where every sitting held one window. */
      insideStart: z.number().nullable(),
    })
    .nullable(),
  /** Rows only whose starts have two speeds, as have the anchor's or not: against the anchor at the same speed. */
  withinSpeeds: z
    .strictObject({
      anchor: z.string(),
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
      verdict: z.enum(["faster", "slower", "tie", "unresolved"]),
    })
    .optional(),
  /** Done minus actual send. */
  serviceTime: percentilesSchema.nullable(),
  /** Open loop only: done minus intended start. */
  latency: percentilesSchema.nullable(),
  sendLagP99Ms: z.number().nullable(),
  queueDepthMax: z.number().nullable(),
  /** Bytes of answers, heads included; null where the generator does not count them. */
  receivedBytesPerSecond: z.number().nullable(),
  cpuUserMicrosPerRequest: z.number().nullable(),
  cpuSystemMicrosPerRequest: z.number().nullable(),
  databaseCpuMicrosPerRequest: z.number().nullable(),
  serverCpuShare: z.number().nullable(),
  memoryBytes: z.number().nullable(),
  databaseMemoryBytes: z.number().nullable(),
  /** How many processes the app had, in time; null where nobody counted them. */
  liveProcesses: z
    .strictObject({
      least: z.int(),
      most: z.int(),
      mean: z.number(),
      /** Whether it changed within a window. */
      changed: z.boolean(),
      rounds: z.array(z.strictObject({ round: z.int(), ...processSeriesSchema.shape })),
    })
    .nullable(),
  /** Only of an app with process groups: each of them, then the rest. */
  processGroups: z
    .array(
      z.strictObject({
        /** Null: processes of no group, and CPU time that cannot be told to any. */
        name: z.string().nullable(),
        requestsPerSecond: z.number().nullable(),
        /** CPU time over wall time: 1 is one CPU, all the time. */
        cpuShare: z.number(),
        cpuMicrosPerRequest: z.number().nullable(),
        /** Proportional set size: highest of all windows, and the mean of a window. */
        memoryBytes: z.number().nullable(),
        memoryMeanBytes: z.number().nullable(),
        processes: z.int(),
        /** Over all windows. */
        endedProcesses: z.int(),
      }),
    )
    .optional(),
  errorShare: z.number().nullable(),
  cautions: z.array(
    z.strictObject({ ...cautionSchema.shape, windows: z.int(), invalidWindows: z.int() }),
  ),
  /** Rows of a second generator only: how far it is from the first, as a share. */
  disagreement: z.number().nullable().optional(),
  /** Rows that are not compared only: how their kernel limits differ. */
  tuningDifference: z.string().optional(),
  failure: z.strictObject({ ...failureSchema.shape, round: z.int() }).optional(),
});
export type RowJson = z.infer<typeof rowSchema>;

/** What `--json` prints. Null is unknown, never zero; shares are 0 to 1. */
export const rowsJsonSchema = z.strictObject({
  schemaVersion: z.literal(1),
  runId: z.string(),
  outcome: z.enum(["complete", "interrupted", "unfinished"]),
  protocol: protocolSchema,
  /** Why no further round was begun; null where the run did not come to that. */
  stop: stopSchema.nullable(),
  wallSeconds: z.number().nullable(),
  /** Begun; of those in place of spoilt ones; those in which the host made a window invalid. */
  rounds: z.strictObject({ held: z.int(), replacing: z.int(), spoilt: z.int() }),
  /** Of the run as a whole. */
  cautions: z.array(cautionSchema),
  /** How many measured windows enter no estimate, by what made them invalid. */
  invalidWindows: z.partialRecord(cautionKindSchema, z.int()),
  rows: z.array(rowSchema),
});
export type RowsJson = z.infer<typeof rowsJsonSchema>;
