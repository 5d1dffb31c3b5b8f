import { isValid, throughputOf, type PlannedWindow, type WarmUpWanted } from "@stackbench/model";
import type { RunState } from "./run-context.ts";

/**
 * What a warm-up is told of its case: the highest throughput in the run's windows so far. Nothing where it does not say how warm a
 * server is: with replicas that come and go.
 */
export function bestOfCase(
  { head, windows }: Pick<RunState, "head" | "windows">,
  { caseId }: PlannedWindow,
): Pick<WarmUpWanted, "bestPerSecond"> {
  if (head.plan.experiment.autoscale) return {};
  const rates = windows.flatMap((window) =>
    window.status === "measured" && window.planned.caseId === caseId && isValid(window)
      ? [throughputOf(window.load)]
      : [],
  );
  return { bestPerSecond: rates.length === 0 ? null : Math.max(...rates) };
}
