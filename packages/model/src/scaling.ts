import { z } from "zod";

/** When an app grows by a replica, and when it shrinks by one. CPU is the mean of those behind the proxy, each of what it may use. */
export const scalingRulesSchema = z.strictObject({
  /** It grows once CPU has been at this share, 0 to 1, or above for `forSeconds`. */
  growAtShare: z.number().positive().max(1),
  forSeconds: z.number().positive(),
  /** It shrinks once CPU has been below this share for `shrinkForSeconds`. */
  shrinkBelowShare: z.number().min(0).max(1),
  shrinkForSeconds: z.number().positive(),
});
export type ScalingRules = z.infer<typeof scalingRulesSchema>;

/**
 * The steps of a replica: its container runs, it answered `/healthz` rightly, the proxy sends it requests; the proxy sends
 * it no more, what it still had is answered, it has ended on SIGTERM. `died`: it ended although nobody asked it to.
 */
const scaleStepNameSchema = z.enum([
  "started",
  "ready",
  "in-proxy",
  "draining",
  "drained",
  "gone",
  "died",
]);
export type ScaleStepName = z.infer<typeof scaleStepNameSchema>;

/** How many replicas more a step puts behind the proxy. */
export function replicaChange(step: ScaleStepName): -1 | 0 | 1 {
  if (step === "in-proxy") return 1;
  return step === "draining" || step === "died" ? -1 : 0;
}

/** Moments are milliseconds from the window's first edge; one may lie behind the second, where a change was under way. */
const scalingEventSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("asked"),
    atMs: z.number(),
    from: z.int().min(1),
    to: z.int().min(1),
    /** Since when CPU had been beyond the threshold. */
    sinceMs: z.number(),
    /** Of the last reading. */
    cpuShare: z.number().min(0),
  }),
  z.strictObject({
    kind: z.literal("step"),
    atMs: z.number(),
    /** From 1. */
    replica: z.int().min(1),
    step: scaleStepNameSchema,
    /** Of a death, or of an end that was not as it should be. */
    message: z.string().optional(),
  }),
  /** What was asked did not come about. */
  z.strictObject({ kind: z.literal("failed"), atMs: z.number(), message: z.string() }),
]);
export type ScalingEvent = z.infer<typeof scalingEventSchema>;

/** How an app grew and shrank in a window. */
export const scalingRecordSchema = z.strictObject({
  /** Behind the proxy at the first edge. */
  replicasAtStart: z.int().min(1),
  /** About one a second, each of the time since the one before. */
  readings: z.array(
    z.strictObject({
      atMs: z.number(),
      /** As the rules have it; null where a replica's CPU time could not be read. */
      cpuShare: z.number().min(0).nullable(),
      replicas: z.int().min(1),
    }),
  ),
  events: z.array(scalingEventSchema),
});
export type ScalingRecord = z.infer<typeof scalingRecordSchema>;
