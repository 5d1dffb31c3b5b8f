import { z } from "zod";

export const generatorIds = ["stackbench", "autocannon", "wrk", "hey", "ab"] as const;
export const generatorIdSchema = z.enum(generatorIds);
export type GeneratorId = z.infer<typeof generatorIdSchema>;

/** What a generator is, declared by itself: so that a reader knows what its figures can mean. */
export const generatorTraitsSchema = z.strictObject({
  id: generatorIdSchema,
  version: z.string(),
  loop: z.enum(["closed", "open"]),
  /** What time zero of a latency is; null when it gives none that can be used. */
  latencyOrigin: z.enum(["actual-send", "intended-start"]).nullable(),
  /** Resolution of one latency sample in µs; null when it gives none. */
  quantumUs: z.number().positive().nullable(),
  /** What is done to the samples after the fact, in words. */
  correction: z.string().nullable(),
  /** Most samples it keeps; null for no cap. */
  sampleCap: z.int().nullable(),
  /** Whether status and body length are checked on every answer. */
  checks: z.enum(["status-and-length", "status", "none"]),
});
export type GeneratorTraits = z.infer<typeof generatorTraitsSchema>;
