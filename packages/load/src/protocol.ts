import { nothing, type Handlers, type Protocol } from "@stackbench/lines";
import {
  acknowledgedSchema,
  answerSampleSchema,
  closedLoadSchema,
  loadSpecSchema,
  openLoadSchema,
  usedGeneratorSchema,
  warmUpSchema,
  warmUpWantedSchema,
} from "@stackbench/model";
import { z } from "zod";

/** All of a result but who made it, which the driver side knows, and the warm-up, which it was told before. */
const notTold = { generator: true, warmUp: true, byNode: true } as const;
const agentResultSchema = z.discriminatedUnion("kind", [
  closedLoadSchema.omit(notTold),
  openLoadSchema.omit(notTold),
]);

const agentReportSchema = z.strictObject({
  load: agentResultSchema,
  acknowledged: acknowledgedSchema,
  answers: z.array(answerSampleSchema),
});
export type AgentReport = z.infer<typeof agentReportSchema>;
export type AgentResult = z.infer<typeof agentResultSchema>;

/**
 * What an agent program that sends load (`generator`, `autocannon`) can be asked. Counters are read before `mark` and
 * after its reply, under load.
 */
export const loadProtocol = {
  /** The spec is known, nothing is sent; connections of an earlier spec are closed. `node`: which of several load nodes it is on. */
  open: {
    given: z.strictObject({ spec: loadSpecSchema, node: z.int().min(0).exactOptional() }),
    reply: z.strictObject({ version: usedGeneratorSchema.shape.version }),
  },
  /** Connections stand, load stands still. */
  prepare: { given: nothing, reply: nothing },
  /** Its machine's monotonic clock, ms, by which it is told moments. */
  clock: { given: nothing, reply: z.number() },
  /** Load until the server is warm, as wanted; it runs on. From `startMs` on where that is yet to come. */
  begin: {
    given: warmUpWantedSchema.extend({ startMs: z.number().exactOptional() }),
    reply: warmUpSchema,
  },
  /** The window begins now and lasts `seconds`; load runs on behind it. Progress is in requests/s. */
  mark: {
    given: z.strictObject({ seconds: z.number().positive() }),
    progress: z.number().min(0),
    reply: nothing,
  },
  /** The same in two steps, for several that begin at one moment: it is known, or has passed; then it is awaited. */
  aim: {
    given: z.strictObject({ fromMs: z.number(), seconds: z.number().positive() }),
    reply: z.strictObject({ inTime: z.boolean() }),
  },
  pass: { given: nothing, progress: z.number().min(0), reply: nothing },
  /**
   * A bounded window, from a standstill to a standstill: so many requests, for `atMostSeconds`. Progress is in right
   * answers so far. Only of an agent that can end a window so.
   */
  exhaust: {
    given: z.strictObject({ requests: z.int().min(1), atMostSeconds: z.number().positive() }),
    progress: z.int().min(0),
    reply: nothing,
  },
  /** Nothing more is sent; what was under way has ended or was given up. */
  drain: { given: nothing, reply: nothing },
  /** Of the window, if any was marked since the load began. */
  report: { given: nothing, reply: agentReportSchema },
} satisfies Protocol;

/** What such a program does for each command, and at the end of its input, in mid-command too. */
export type LoadAgent = Handlers<typeof loadProtocol> & { close(): void };
