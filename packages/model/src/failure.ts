import { z } from "zod";

/** How far a sitting or window came before it failed. */
export const failureStageSchema = z.enum([
  "image",
  "bring-up",
  "ready",
  "verify",
  "warm-up",
  "window",
  "audit",
  "take-down",
]);
export type FailureStage = z.infer<typeof failureStageSchema>;

/** A stack's failure is data: it becomes a row. */
export const failureSchema = z.strictObject({
  stage: failureStageSchema,
  /** What was expected and what was got. */
  message: z.string(),
  /** The failed service's last log lines, oldest first. */
  logLines: z.array(z.string()).default([]),
});
export type Failure = z.infer<typeof failureSchema>;

const finalStages: ReadonlySet<FailureStage> = new Set(["image", "bring-up", "ready", "verify"]);

/** Whether it never came to be measured: none of the windows of its sitting can be. */
export function isFinal({ stage }: Pick<Failure, "stage">): boolean {
  return finalStages.has(stage);
}
