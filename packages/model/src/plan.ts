import { z } from "zod";
import { cpuSetsSchema } from "./cpus.ts";
import { generatorIdSchema } from "./generator.ts";
import { customRequestSchema, loadLevelSchema } from "./load.ts";
import { readOlderExperiment } from "./read-older-experiment.ts";
import { scalingRulesSchema } from "./scaling.ts";
import { searchSchema, sloTermSchema } from "./slo.ts";
import { tuningProfileIdSchema } from "./tuning.ts";
import { mixSchema, workloadSchema } from "./workload.ts";

/** `external`: servers that already run and are left as they are. `swarm`: on several machines. */
export const driverNameSchema = z.enum(["docker", "process", "external", "swarm"]);
export type DriverName = z.infer<typeof driverNameSchema>;

const protocolNames = ["quick", "pr", "nightly", "publish", "custom"] as const;
const protocolNameSchema = z.enum(protocolNames);
export type ProtocolName = z.infer<typeof protocolNameSchema>;

export const roundOrders = ["interleaved", "alternating", "sequential"] as const;
export type RoundOrder = (typeof roundOrders)[number];

/** How a run decides how long to measure. Runs of different versions are not compared. */
export const protocolSchema = z.strictObject({
  /** `custom`: a preset with options changed. */
  name: protocolNameSchema,
  version: z.literal([1, 2]),
  /**
   * Interleaved: each round is a permutation of all variants, one up at a time. Alternating: the same, but all variants
   * of a round are up at once and their windows take turns. Sequential: all rounds of one variant, then the next.
   */
  order: z.enum(roundOrders),
  /** Never stop before so many rounds, budget aside. */
  minRounds: z.int().min(1),
  /**
   * After which rounds it is looked whether the answer is known, rising and below the most; the end of the run is one
   * look more, and each spends its part of the error. Empty: only at the end. Absent in version 1.
   */
  looks: z.array(z.int().min(1)).optional(),
  /** A pair is narrow enough when its interval reaches no further than so to either side (0.03 is 3 %); null: only a verdict closes it. */
  halfWidthTarget: z.number().positive().nullable(),
  /** Stop when the next round would end later than this, seconds of measuring; null: never. */
  budgetSeconds: z.number().positive().nullable(),
  /** Most extra rounds held in place of rounds that the host spoilt. */
  spareRounds: z.int().min(0).max(2),
});
export type Protocol = z.infer<typeof protocolSchema>;

/** What an experiment compares that is no time: how the load went wrong for its times alone spoils none of it. */
const comparedUseSchema = z.enum(["cpu-time", "memory"]);

/** What a window measures: a server under load, or how one comes up and what it uses while nobody asks. */
const measuredSchema = z.enum(["load", "start"]);

/** What the person asked for, after defaults. It holds all that the plan is computed from. */
export const experimentSchema = z.strictObject({
  /** `stack:variant` keys, in catalog order. */
  variants: z.array(z.string()).min(1),
  workloads: z.array(workloadSchema).min(1),
  /** Absent: load. Of starts, `durationSeconds` is how long the server is left idle. */
  measures: measuredSchema.optional(),
  /** Absent: throughput in a closed loop, latency in an open one (`comparedFigureOf`). */
  compares: comparedUseSchema.optional(),
  /** Which workloads each variant's stack serves: cases that a stack does not serve are left out. */
  served: z.record(z.string(), z.array(workloadSchema)),
  /** What `custom` asks for, as learnt from the servers, the weights without a common divisor; absent without that workload. */
  customRequests: z.array(customRequestSchema).min(1).optional(),
  /** What `mix` asks for, the weights as whole numbers; absent without that workload. */
  mix: mixSchema.optional(),
  levels: z.array(loadLevelSchema).min(1),
  /** Which of the levels is asked next is decided between rounds; absent where each round holds all of them. */
  search: searchSchema.optional(),
  /** What every row is judged by, at the levels as they are; absent where nothing is to be kept. */
  slo: z.array(sloTermSchema).min(1).optional(),
  protocol: protocolSchema,
  /** The variant all others are compared with; one of `variants`. */
  anchor: z.string(),
  /** Two of `variants` that are one and the same, so that the others are compared with the mean of both; absent where none are. */
  twins: z.tuple([z.string(), z.string()]).exactOptional(),
  /** Pairs of `variants` that the question is about; absent where it is about all of them. */
  pairs: z
    .array(z.tuple([z.string(), z.string()]))
    .min(1)
    .exactOptional(),
  /** Most rounds, spare ones aside. */
  rounds: z.int().min(1).max(1000),
  /** Windows of every case inside a sitting; they share one bring-up. */
  windowsPerSitting: z.int().min(1).max(100),
  /** Of load, at least, before a case's first window. */
  warmupSeconds: z.number().min(0),
  /** Where throughput has not settled by then, s; absent for 15. */
  warmupAtMostSeconds: z.number().min(0).exactOptional(),
  /** Variants whose runtime compiles for so long while it serves that the first load of each workload lasts for all of that time. */
  longWarmups: z.array(z.string()).min(1).exactOptional(),
  /** Length of a window; of one that is bounded by requests the most it may take. */
  durationSeconds: z.number().positive(),
  /** Where given, a window ends when so many requests have been answered or lost; absent where it ends by time. */
  windowRequests: z.int().min(1).exactOptional(),
  driver: driverNameSchema,
  /** The first measures; others cross-check it. */
  generators: z.array(generatorIdSchema).min(1),
  /** Of all load nodes together. */
  generatorThreads: z.int().min(1),
  /** Load nodes that drive the server together; absent for one. */
  loadNodes: z.int().min(2).exactOptional(),
  keepAlive: z.boolean(),
  /** Of HTTP/2: requests under way at a time on each connection; absent for one. */
  streams: z.int().min(1).max(1000).exactOptional(),
  tuning: tuningProfileIdSchema,
  tuneHost: z.boolean(),
  cpus: cpuSetsSchema,
  databasePoolSize: z.int().min(1),
  timeoutSeconds: z.number().positive(),
  readyTimeoutSeconds: z.number().positive(),
  memoryLimitBytes: z.int().positive().nullable(),
  /** What is followed process by process in each window; absent: nothing, which costs nothing. */
  seriesOf: z.literal("memory").optional(),
  /** Whether each case of a sitting has one window more, with a profiler on, which counts among no figures. */
  profiles: z.literal(true).optional(),
  /** CPU time that the app may use, CPUs on average over each tenth of a second; absent for no limit. */
  cpusLimit: z.number().positive().optional(),
  /**
   * Variants of several replicas begin with one, and grow and shrink by these rules; then the limits of CPU and memory are
   * those of each replica, and levels are asked in their order, for what one leaves behind is what the next is about.
   */
  autoscale: scalingRulesSchema.optional(),
});
export type Experiment = z.infer<typeof experimentSchema>;

/** One measurement to be made. `caseId` is the same in every round. */
export const plannedWindowSchema = z.strictObject({
  /**
   * `r2/fastify:bare/hello/c64/stackbench`, with `#2` behind it for the second in its sitting, and
   * `/profile` for the one with a profiler on: unique in the run. In a
   * search `r2/fastify:bare/hello/search/stackbench`: the level is known once the round begins, and stands in `caseId`.
   */
  windowId: z.string(),
  caseId: z.string(),
  workload: workloadSchema,
  level: loadLevelSchema,
  generator: generatorIdSchema,
  /** Seeds the requests of this window. */
  seed: z.int().min(0),
  /** A profiler is on: never counted among the figures of the case. */
  profiled: z.literal(true).optional(),
});
export type PlannedWindow = z.infer<typeof plannedWindowSchema>;

export const plannedSittingSchema = z.strictObject({
  /** `r2/fastify:bare`. */
  sittingId: z.string(),
  round: z.int().min(1),
  /** Held only in place of a round that the host spoilt. */
  spare: z.boolean(),
  variant: z.string(),
  /** Seeds the verifier. */
  seed: z.int().min(0),
  windows: z.array(plannedWindowSchema).min(1),
});
export type PlannedSitting = z.infer<typeof plannedSittingSchema>;

/** The whole experiment, laid out: equal for equal experiment and seed. */
export const planSchema = z.strictObject({
  seed: z.int().min(0),
  experiment: z.preprocess(readOlderExperiment, experimentSchema),
  sittings: z.array(plannedSittingSchema).min(1),
});
export type Plan = z.infer<typeof planSchema>;
