import { loadFor } from "@stackbench/contract";
import { overlap, type Experiment, type LoadSpec, type PlannedWindow } from "@stackbench/model";

/** What a generator is told for a window: the contract's requests at the experiment's settings. */
export function buildSpec(
  experiment: Pick<Experiment, "generatorThreads" | "keepAlive" | "timeoutSeconds" | "cpus">,
  window: Pick<PlannedWindow, "workload" | "level" | "seed">,
  target: { host: string; port: number },
): LoadSpec {
  const { cpus, generatorThreads } = experiment;
  const threads = Math.min(generatorThreads, window.level.connections);
  return {
    ...target,
    ...loadFor(window.workload, window.seed),
    level: window.level,
    threads,
    spin: threads <= cpus.load.length && !overlap(cpus.server, cpus.load),
    seed: window.seed,
    keepAlive: experiment.keepAlive,
    timeoutMs: experiment.timeoutSeconds * 1000,
  };
}
