import { z } from "zod";
import { generatorIdSchema } from "./generator.ts";
import { loadLevelSchema } from "./load.ts";
import { runIdSchema } from "./run.ts";
import { workloadSchema } from "./workload.ts";

/** An estimate over the rounds, and its interval at 95 %; null where too few rounds allow none. */
const estimateSchema = z.strictObject({
  estimate: z.number().positive(),
  interval: z.strictObject({ low: z.number(), high: z.number() }).nullable(),
});

/** What one round gave. */
const nightRoundSchema = z.strictObject({
  round: z.int().min(1),
  /** Right answers per second. */
  throughput: z.number().positive(),
  /** The compared figure divided by the anchor's in the same round; null for the anchor, and where a side has none. */
  ratio: z.number().positive().nullable(),
  /** User and system CPU time of app and proxy. */
  cpuMicrosPerRequest: z.number().min(0).nullable(),
});

/** One variant under one workload at one load level, in one night. Null is unknown, never zero. */
const nightCaseSchema = z.strictObject({
  /** `stack:variant`. */
  key: z.string(),
  workload: workloadSchema,
  level: loadLevelSchema,
  generator: generatorIdSchema,
  /** Key of the variant that the others were compared with: its own where it is the anchor. */
  anchor: z.string(),
  /** What `ratio` is of: a closed loop gives throughput, an open loop latency. */
  comparedBy: z.enum(["throughput", "latency-p50", "latency-p99"]),
  /** The compared figure divided by the anchor's; null for the anchor. */
  ratio: estimateSchema.nullable(),
  /** Right answers per second. */
  throughput: estimateSchema,
  /** Median over the rounds. */
  cpuMicrosPerRequest: z.number().min(0).nullable(),
  /** Of latency in open loop, else of service time; null where it may not be published. */
  p50Ms: z.number().min(0).nullable(),
  p99Ms: z.number().min(0).nullable(),
  /** Failed requests as a share of all that ended. */
  errorShare: z.number().min(0).max(1).nullable(),
  /** Of framework, server, database driver, runtime. */
  versions: z.record(z.string(), z.string()),
  /** The first twelve digits of the SHA-256 of the ids of its images; null for processes. */
  images: z.string().nullable(),
  rounds: z.array(nightRoundSchema).min(1),
});
export type NightCase = z.infer<typeof nightCaseSchema>;

/** A finished run as the history keeps it: figures of rounds, no samples. A line of `results/history/<year>-<month>.jsonl`. */
export const nightSchema = z.strictObject({
  schemaVersion: z.literal(1),
  runId: runIdSchema,
  /** Of the run, ISO 8601 in UTC. */
  startedAt: z.iso.datetime(),
  /** `git rev-parse HEAD` of the harness; null outside a checkout. */
  harnessCommit: z.string().nullable(),
  /** Machine, protocol and kernel limits by name: what else would show as a difference of the stacks. */
  conditions: z.record(z.string(), z.string()),
  cases: z.array(nightCaseSchema).min(1),
});
export type Night = z.infer<typeof nightSchema>;
