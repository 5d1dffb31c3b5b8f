import {
  acknowledgedSchema,
  askedWorkloadSchema,
  loadRequestSchema,
  workloadIdSchema,
  type Difference,
} from "@stackbench/model";
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
  /**
   * Waits until `GET /healthz` answers 200 at every port, the last one first, at most so long, and looks where else in
   * this network namespace the app listens: it was told `places`, and `others` are the ports of other services.
   */
  z.strictObject({
    command: z.literal("ready"),
    host: z.string(),
    ports: z.array(z.int().min(1).max(65_535)).min(1),
    timeoutMs: z.number().positive(),
    app: z
      .strictObject({
        places: z.array(z.strictObject({ port: z.int(), socketPath: z.string().exactOptional() })),
        others: z.array(z.int()),
      })
      .exactOptional(),
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
  /** Opens connections, asks one question on each, and keeps them open for as long as the program lives. */
  z.strictObject({
    command: z.literal("hold"),
    host: z.string(),
    port: z.int().min(1).max(65_535),
    connections: z.int().min(1),
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
  /** `unready`: where it did not, what was seen there last, and where the app listens instead; null where it did everywhere. */
  z.strictObject({
    reply: z.literal("ready"),
    unready: z
      .strictObject({ port: z.int(), seen: z.string(), stray: z.string().exactOptional() })
      .nullable(),
  }),
  z.strictObject({
    reply: z.literal("verification"),
    verification: z.strictObject({
      checks: z.int().min(0),
      differences: z.array(differenceSchema),
    }),
  }),
  /** `connections`: how many are open. */
  z.strictObject({ reply: z.literal("held"), connections: z.int().min(0) }),
  z.strictObject({ reply: z.literal("snapshot"), snapshot: snapshotSchema }),
  /** `mismatch` is null where database and acknowledgements agree. */
  z.strictObject({ reply: z.literal("audit"), mismatch: z.string().nullable() }),
  /** The command could not be carried out. */
  z.strictObject({ reply: z.literal("failure"), message: z.string() }),
]);
export type Reply = z.infer<typeof replySchema>;
