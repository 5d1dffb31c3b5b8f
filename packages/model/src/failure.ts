import { z } from "zod";

/** How far a sitting or window came before it failed; `machine`: a machine that it was on was lost, which is no fault of the stack's. */
const failureStageSchema = z.enum([
  "image",
  "bring-up",
  "ready",
  "verify",
  "window",
  "audit",
  "machine",
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

/** It did not come up: a machine that was busy or away for a moment may be why, so that another try is worth it. */
export function mayComeUp({ stage }: Pick<Failure, "stage">): boolean {
  return stage === "bring-up" || stage === "ready" || stage === "machine";
}
