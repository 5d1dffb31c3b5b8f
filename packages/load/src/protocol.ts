import {
  acknowledgedSchema,
  answerSampleSchema,
  closedLoadSchema,
  loadSpecSchema,
  openLoadSchema,
  usedGeneratorSchema,
  warmUpSchema,
} from "@stackbench/model";
import { z } from "zod";

/**
 * What driver side and agent program (`generator`, `autocannon`) say to each other: one JSON
 * object a line. Every command is answered before the next is given:
 *
 *     open    -> opened      the spec is known, nothing is sent; connections of an earlier spec are closed
 *     prepare -> prepared    connections stand, load stands still
 *     begin   -> begun       load for `seconds`, and on until it is steady, at most `atMostSeconds`; it runs on
 *     mark    -> progress*, marked   the window begins now and lasts `seconds`; load runs on behind it
 *     drain   -> drained     nothing more is sent; what was under way has ended or was given up
 *     report  -> result      of the window, if any was marked since the load began
 *
 * Counters are read before `mark` and after `marked`, under load. `failed` may come instead of any answer. The end of
 * the input ends the program.
 */
export const commandSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("open"), spec: loadSpecSchema }),
  z.strictObject({ type: z.literal("prepare") }),
  z.strictObject({
    type: z.literal("begin"),
    seconds: z.number().min(0),
    atMostSeconds: z.number().min(0),
  }),
  z.strictObject({ type: z.literal("mark"), seconds: z.number().positive() }),
  z.strictObject({ type: z.literal("drain") }),
  z.strictObject({ type: z.literal("report") }),
]);
export type Command = z.infer<typeof commandSchema>;

/** All of a result but who made it, which the driver side knows, and the warm-up, which it was told before. */
const notTold = { generator: true, warmUp: true } as const;
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

export const answerSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("opened"), version: usedGeneratorSchema.shape.version }),
  z.strictObject({ type: z.literal("prepared") }),
  z.strictObject({ type: z.literal("begun"), warmUp: warmUpSchema }),
  z.strictObject({ type: z.literal("progress"), requestsPerSecond: z.number().min(0) }),
  z.strictObject({ type: z.literal("marked") }),
  z.strictObject({ type: z.literal("drained") }),
  z.strictObject({ type: z.literal("result"), report: agentReportSchema }),
  z.strictObject({ type: z.literal("failed"), message: z.string() }),
]);
export type Answer = z.infer<typeof answerSchema>;
export type AnswerType = Exclude<Answer["type"], "failed">;

/** What a program does for each command. */
export interface Agent {
  open(command: Extract<Command, { type: "open" }>): Promise<{ version: string }>;
  prepare(): Promise<void>;
  begin(seconds: number, atMostSeconds: number): Promise<z.infer<typeof warmUpSchema>>;
  mark(seconds: number, onProgress: (requestsPerSecond: number) => void): Promise<void>;
  drain(): Promise<void>;
  report(): AgentReport;
  close(): void;
}
