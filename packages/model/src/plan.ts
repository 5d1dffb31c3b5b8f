import { z } from "zod";
import { cpuSetsSchema } from "./cpus.ts";
import { generatorIdSchema, loadLevelSchema } from "./load.ts";
import { tuningProfileIdSchema } from "./tuning.ts";
import { workloadIdSchema } from "./workload.ts";

export const driverNameSchema = z.enum(["docker", "process"]);
export type DriverName = z.infer<typeof driverNameSchema>;

/** What the person asked for, after defaults. It holds all that the plan is computed from. */
export const experimentSchema = z.strictObject({
  /** `stack:variant` keys, in catalog order. */
  variants: z.array(z.string()).min(1),
  workloads: z.array(workloadIdSchema).min(1),
  /** Which workloads each variant's stack serves: cases that a stack does not serve are left out. */
  served: z.record(z.string(), z.array(workloadIdSchema)),
  levels: z.array(loadLevelSchema).min(1),
  rounds: z.int().min(1).max(1000),
  warmupSeconds: z.number().min(0),
  durationSeconds: z.number().positive(),
  driver: driverNameSchema,
  /** The first measures; others cross-check it. */
  generators: z.array(generatorIdSchema).min(1),
  generatorThreads: z.int().min(1),
  keepAlive: z.boolean(),
  tuning: tuningProfileIdSchema,
  tuneHost: z.boolean(),
  cpus: cpuSetsSchema,
  databasePoolSize: z.int().min(1),
  timeoutSeconds: z.number().positive(),
  readyTimeoutSeconds: z.number().positive(),
  memoryLimitBytes: z.int().positive().nullable(),
});
export type Experiment = z.infer<typeof experimentSchema>;

/** One measurement to be made. `caseId` is the same in every round. */
export const plannedWindowSchema = z.strictObject({
  /** `r2/fastify:bare/hello/c64/stackbench`: unique in the run. */
  windowId: z.string(),
  caseId: z.string(),
  workload: workloadIdSchema,
  level: loadLevelSchema,
  generator: generatorIdSchema,
  /** Seeds the requests of this window. */
  seed: z.int().min(0),
});
export type PlannedWindow = z.infer<typeof plannedWindowSchema>;

export const plannedSittingSchema = z.strictObject({
  /** `r2/fastify:bare`. */
  sittingId: z.string(),
  round: z.int().min(1),
  variant: z.string(),
  /** Seeds the verifier. */
  seed: z.int().min(0),
  windows: z.array(plannedWindowSchema).min(1),
});
export type PlannedSitting = z.infer<typeof plannedSittingSchema>;

/** The whole experiment, laid out: equal for equal experiment and seed. */
export const planSchema = z.strictObject({
  seed: z.int().min(0),
  experiment: experimentSchema,
  sittings: z.array(plannedSittingSchema).min(1),
});
export type Plan = z.infer<typeof planSchema>;
