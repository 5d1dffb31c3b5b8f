import { isValid, throughputOf, type PlannedWindow } from "@stackbench/model";
import type { RunState } from "./run-context.ts";

/**
 * The highest throughput that the case has shown in the run's windows so far, right answers/s; null where none of them tells.
 * Undefined where it says nothing of how warm a server is: with replicas that come and go.
 */
export function bestOfCase(
  { head, windows }: Pick<RunState, "head" | "windows">,
  { caseId, generator }: PlannedWindow,
): number | null | undefined {
  if (head.plan.experiment.autoscale) return undefined;
  const rates = windows.flatMap((window) =>
    window.status === "measured" &&
    window.planned.caseId === caseId &&
    window.planned.generator === generator &&
    isValid(window)
      ? [throughputOf(window.load)]
      : [],
  );
  return rates.length === 0 ? null : Math.max(...rates);
}
