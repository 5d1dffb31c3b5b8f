import { askedRequestSchema } from "../http-file/asked-request.ts";
import {
  acknowledgedSchema,
  workloadSchema,
  loadRequestSchema,
  parametrisedWorkloadSchema,
  targetSchema,
  workloadIdSchema,
  type Difference,
  type Program,
} from "@stackbench/model";
import { type Protocol } from "@stackbench/lines";
import { z } from "zod";

const snapshotSchema = z.strictObject({
  rows: z.int().min(0),
  deletable: z.int().min(0).exactOptional(),
});

const differenceSchema = z.strictObject({
  workload: z.union([workloadSchema, z.enum(["healthz", "routing"])]),
  request: z.string(),
  expected: z.string(),
  got: z.string(),
}) satisfies z.ZodType<Difference>;

/** Where readiness is asked, and where else to look for an app that is not ready. */
const readyQuestionSchema = z.strictObject({
  host: z.string(),
  ports: z.array(z.int().min(1).max(65_535)).min(1),
  timeoutMs: z.number().positive(),
  /** How the first port, where load will come in, is spoken to over TLS; the others are in plain. */
  tls: targetSchema.shape.tls,
  /** Of an app without `/healthz`: asked in its place, and any answer below 500 will do. */
  path: z.string().exactOptional(),
  app: z
    .strictObject({
      places: z.array(z.strictObject({ port: z.int(), socketPath: z.string().exactOptional() })),
      others: z.array(z.int()),
    })
    .exactOptional(),
});

const unreadySchema = z.strictObject({
  port: z.int(),
  seen: z.string(),
  stray: z.string().exactOptional(),
});

/** What the agent program `verifier` can be asked. */
export const verifierProtocol = {
  /**
   * Waits until `GET /healthz` answers 200 at every port, the last one first, at most so long, and looks where else in
   * this network namespace the app listens: it was told `places`, and `others` are the ports of other services.
   * Replies where it did not, what was seen there last, and where the app listens instead; null where it did everywhere.
   */
  ready: {
    given: readyQuestionSchema,
    reply: unreadySchema.nullable(),
  },
  /**
   * The same of an app that is about to be started, with a question nearly every millisecond and then `request`, until
   * that is answered rightly. Tells once that it asks. Replies when the app came up, milliseconds since 1970.
   */
  start: {
    given: z.strictObject({ ...readyQuestionSchema.shape, request: loadRequestSchema }),
    progress: z.literal("asking"),
    reply: z.union([
      z.strictObject({
        listeningAt: z.number(),
        readyAt: z.number(),
        answeredAt: z.number(),
        blindMs: z.number().min(0),
      }),
      unreadySchema,
    ]),
  },
  verify: {
    given: z.strictObject({
      ...targetSchema.shape,
      databaseUrl: z.string().exactOptional(),
      workloads: z.array(workloadIdSchema),
      parametrised: z.array(parametrisedWorkloadSchema).exactOptional(),
      customRequests: z.array(loadRequestSchema).exactOptional(),
      seed: z.int().min(0),
      keepAlive: z.boolean(),
    }),
    reply: z.strictObject({ checks: z.int().min(0), differences: z.array(differenceSchema) }),
  },
  /** Learns requests. */
  learn: {
    given: z.strictObject({
      ...targetSchema.shape,
      requests: z.array(z.strictObject({ name: z.string(), request: askedRequestSchema })).min(1),
      anyLength: z.boolean(),
      keepAlive: z.boolean(),
      leavesClosing: z.boolean().exactOptional(),
      redirects: z.enum(["refuse", "follow", "measure"]),
    }),
    reply: z.array(
      z.strictObject({
        request: loadRequestSchema,
        errorLine: z.string().exactOptional(),
        debugMark: z.string().exactOptional(),
        closing: z.discriminatedUnion("kind", [
          z.strictObject({ kind: z.literal("keeps") }),
          z.strictObject({ kind: z.enum(["announces", "unannounced"]), answers: z.int() }),
          z.strictObject({ kind: z.literal("limits"), refusal: z.string() }),
        ]),
      }),
    ),
  },
  /**
   * Opens connections, asks one question on each, and keeps them open for as long as the program lives. Replies how
   * many are open.
   */
  hold: {
    given: z.strictObject({
      ...targetSchema.shape,
      connections: z.int().min(1),
    }),
    reply: z.int().min(0),
  },
  /** Makes the rows that deletes among the requests name, and counts. */
  snapshot: {
    given: z.strictObject({ databaseUrl: z.string(), requests: z.array(loadRequestSchema) }),
    reply: snapshotSchema,
  },
  /** Replies null where database and acknowledgements agree. */
  audit: {
    given: z.strictObject({
      databaseUrl: z.string(),
      before: snapshotSchema,
      requests: z.array(loadRequestSchema),
      acknowledged: acknowledgedSchema,
    }),
    reply: z.string().nullable(),
  },
} satisfies Protocol;
export type VerifierProtocol = typeof verifierProtocol;

/** The verifier as it is launched, and how it is asked. */
export const verifierProgram: Program = { entry: { agent: "verifier" }, arguments: [] };
export const verifierOptions = { protocol: verifierProtocol, name: "verifier program" } as const;
