import { generatorTraitsSchema, loadResultSchema, loadSpecSchema } from "@stackbench/model";
import { z } from "zod";

/**
 * What driver side and agent program (`generator`, `autocannon`) say to each other: one JSON
 * object a line. Every command is answered before the next is given:
 *
 *     open     -> opened      the spec is known, nothing is sent
 *     warm-up  -> warmed-up   load for `seconds`, drained, figures thrown away
 *     prepare  -> prepared    connections stand, load stands still: the first edge is read now
 *     start    -> progress*, drained   load for `seconds`; the second edge is read now
 *     report   -> result
 *
 * `failed` may come instead of any answer. The end of the input ends the program.
 */
export const commandSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("open"), spec: loadSpecSchema }),
  z.strictObject({ type: z.literal("warm-up"), seconds: z.number().positive() }),
  z.strictObject({ type: z.literal("prepare") }),
  z.strictObject({ type: z.literal("start"), seconds: z.number().positive() }),
  z.strictObject({ type: z.literal("report") }),
]);
export type Command = z.infer<typeof commandSchema>;

/** All of a result but who made it: the driver side knows that. */
const agentResultSchema = loadResultSchema.omit({ generator: true });
export type AgentResult = z.infer<typeof agentResultSchema>;

export const answerSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("opened"), version: generatorTraitsSchema.shape.version }),
  z.strictObject({ type: z.literal("warmed-up") }),
  z.strictObject({ type: z.literal("prepared") }),
  z.strictObject({ type: z.literal("progress"), requestsPerSecond: z.number().min(0) }),
  z.strictObject({ type: z.literal("drained") }),
  z.strictObject({ type: z.literal("result"), result: agentResultSchema }),
  z.strictObject({ type: z.literal("failed"), message: z.string() }),
]);
export type Answer = z.infer<typeof answerSchema>;
export type AnswerType = Exclude<Answer["type"], "failed">;

/** What a program does for each command. */
export interface Agent {
  open(command: Extract<Command, { type: "open" }>): Promise<{ version: string }>;
  warmUp(seconds: number): Promise<void>;
  prepare(): Promise<void>;
  run(seconds: number, onProgress: (requestsPerSecond: number) => void): Promise<void>;
  report(): AgentResult;
  close(): void;
}
