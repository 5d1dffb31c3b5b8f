import { loadFor } from "@stackbench/contract";
import type { Experiment, LoadSpec, PlannedWindow } from "@stackbench/model";

/** What a generator is told for a window: the contract's requests at the experiment's settings. */
export function buildSpec(
  experiment: Pick<Experiment, "generatorThreads" | "keepAlive" | "timeoutSeconds">,
  window: Pick<PlannedWindow, "workload" | "level" | "seed">,
  target: { host: string; port: number },
): LoadSpec {
  return {
    ...target,
    ...loadFor(window.workload, window.seed),
    level: window.level,
    threads: Math.min(experiment.generatorThreads, window.level.connections),
    keepAlive: experiment.keepAlive,
    timeoutMs: experiment.timeoutSeconds * 1000,
  };
}
