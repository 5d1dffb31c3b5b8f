import { z } from "zod";

/** Names a generator in plans, results and commands. Which there are, the registry of `packages/load` says. */
export const generatorIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, "lower-case letters, digits and dashes");
export type GeneratorId = z.infer<typeof generatorIdSchema>;

/** The generator of a result, as it declares itself: so that a reader knows what its figures can mean. */
export const usedGeneratorSchema = z.strictObject({
  id: generatorIdSchema,
  version: z.string(),
  /** `harness`: its version is that of the harness. */
  from: z.enum(["harness", "npm", "debian"]),
  loop: z.enum(["closed", "open"]),
  /** What time zero of a latency is; null when it gives none that can be used. */
  latencyOrigin: z.enum(["actual-send", "intended-start"]).nullable(),
  /**
   * Whether its service times are those of the requests: then Little's law is held to 2 %, and a breach spoils the window.
   * A `foreign` clock may start late, which spoils its times and not its counts: the law is held to 5 %, and a breach told.
   */
  clock: z.enum(["trusted", "foreign"]),
  /** Resolution of one latency sample in µs; null when it gives none. */
  quantumUs: z.number().positive().nullable(),
  /** What is done to the samples after the fact, in words. */
  correction: z.string().nullable(),
  /** Most samples it keeps; null for no cap. */
  sampleCap: z.int().nullable(),
  /** Whether status and body length are checked on every answer. */
  checks: z.enum(["status-and-length", "status", "none"]),
});
export type UsedGenerator = z.infer<typeof usedGeneratorSchema>;
