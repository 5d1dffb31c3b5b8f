import { z } from "zod";
import { cpuSetsSchema } from "./cpus.ts";
import { generatorIdSchema } from "./generator.ts";
import { fingerprintSchema } from "./machine.ts";
import { driverNameSchema } from "./plan.ts";

/** The most a generator can send on these CPUs, found against a server that answers from a prebuilt buffer. */
export const ceilingSchema = z.strictObject({
  generator: generatorIdSchema,
  version: z.string(),
  connections: z.int().min(1),
  threads: z.int().min(1),
  keepAlive: z.boolean(),
  /** Over TLS, which costs both sides more; absent: over plain TCP. */
  tls: z.literal(true).exactOptional(),
  /** Successful responses per second, the highest of the windows. */
  requestsPerSecond: z.number().positive(),
  /** What was full: where it was the server, or a CPU quota held either back, the generator can do at least so much. */
  limitedBy: z.enum(["generator", "server", "quota", "unknown"]),
  /** Share of one CPU the busiest generator thread used; absent where the generator does not tell. */
  generatorCpuShare: z.number().min(0).optional(),
  /** Busy share of the server's CPUs, 0 to 1; absent where the host does not tell. */
  serverCpuShare: z.number().min(0).optional(),
});
export type Ceiling = z.infer<typeof ceilingSchema>;

/** What a generator said about a server that kept a record of its own residence times. Milliseconds. */
export const accuracySchema = z.strictObject({
  generator: generatorIdSchema,
  version: z.string(),
  /** Name of the server's law: `constant`, `mix`, `exponential`. */
  law: z.string(),
  loop: z.enum(["closed", "open"]),
  ratePerSecond: z.number().positive().nullable(),
  /** By percentile, such as 50, 99 or 99.9; null where the generator cannot tell. */
  percentiles: z.array(
    z.strictObject({
      percent: z.number(),
      reportedMs: z.number().nullable(),
      trueMs: z.number(),
    }),
  ),
  stealShare: z.number().min(0).nullable(),
});
export type Accuracy = z.infer<typeof accuracySchema>;

/** What the generators can do on one machine. It holds for the same machine, driver, CPU sets, and code and versions of the generators. */
export const calibrationSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** ISO 8601. */
  measuredAt: z.string(),
  /** Short: ceilings of the generators that a run uses. Full: all generators, and their accuracy. */
  depth: z.enum(["short", "full"]),
  fingerprint: fingerprintSchema,
  driver: driverNameSchema,
  cpus: cpuSetsSchema,
  /** Of other machines, a hash that tells them from any others; absent where it was this one. */
  machines: z.string().optional(),
  /** Hash over the code of the generators and of the server they were pushed against; absent before it was kept. */
  generatorCode: z.string().optional(),
  ceilings: z.array(ceilingSchema),
  accuracy: z.array(accuracySchema),
});
export type Calibration = z.infer<typeof calibrationSchema>;
