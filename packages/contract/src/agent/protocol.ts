import {
  acknowledgedSchema,
  askedWorkloadSchema,
  loadRequestSchema,
  workloadIdSchema,
} from "@stackbench/model";
import type { Difference } from "@stackbench/model";
import { z } from "zod";

const snapshotSchema = z.strictObject({ rows: z.int().min(0) });

const differenceSchema = z.strictObject({
  workload: z.enum([...askedWorkloadSchema.options, "healthz", "routing"]),
  request: z.string(),
  expected: z.string(),
  got: z.string(),
}) satisfies z.ZodType<Difference>;

/** One line to the agent. */
export const commandSchema = z.discriminatedUnion("command", [
  /** Waits until `GET /healthz` answers 200 at every port, the last one first, at most so long. */
  z.strictObject({
    command: z.literal("ready"),
    host: z.string(),
    ports: z.array(z.int().min(1).max(65_535)).min(1),
    timeoutMs: z.number().positive(),
  }),
  z.strictObject({
    command: z.literal("verify"),
    host: z.string(),
    address: z.string().exactOptional(),
    port: z.int().min(1).max(65_535),
    databaseUrl: z.string().exactOptional(),
    workloads: z.array(workloadIdSchema),
    customRequest: loadRequestSchema.exactOptional(),
    seed: z.int().min(0),
    keepAlive: z.boolean(),
  }),
  z.strictObject({ command: z.literal("snapshot"), databaseUrl: z.string() }),
  z.strictObject({
    command: z.literal("audit"),
    databaseUrl: z.string(),
    before: snapshotSchema,
    requests: z.array(loadRequestSchema),
    acknowledged: acknowledgedSchema,
  }),
]);
export type Command = z.infer<typeof commandSchema>;

/** One line from the agent, in the order of the commands. */
export const replySchema = z.discriminatedUnion("reply", [
  /** `unready`: where it did not, and what was seen there last; null where it did everywhere. */
  z.strictObject({
    reply: z.literal("ready"),
    unready: z.strictObject({ port: z.int(), seen: z.string() }).nullable(),
  }),
  z.strictObject({
    reply: z.literal("verification"),
    verification: z.strictObject({
      checks: z.int().min(0),
      differences: z.array(differenceSchema),
    }),
  }),
  z.strictObject({ reply: z.literal("snapshot"), snapshot: snapshotSchema }),
  /** `mismatch` is null where database and acknowledgements agree. */
  z.strictObject({ reply: z.literal("audit"), mismatch: z.string().nullable() }),
  /** The command could not be carried out. */
  z.strictObject({ reply: z.literal("failure"), message: z.string() }),
]);
export type Reply = z.infer<typeof replySchema>;
