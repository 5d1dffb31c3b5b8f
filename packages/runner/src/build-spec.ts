import { loadFor, loadForMix, type Load, type MixedLoad } from "@stackbench/contract";
import {
  overlap,
  type Experiment,
  type LoadSpec,
  type PlannedWindow,
  type Target,
} from "@stackbench/model";

/** What a generator is told for a window: the contract's requests, a mix of them, or the custom one, at the experiment's settings. */
export function buildSpec(
  experiment: Pick<Experiment, "generatorThreads" | "keepAlive" | "timeoutSeconds" | "cpus"> &
    Partial<Pick<Experiment, "customRequest" | "mix" | "windowRequests">>,
  window: Pick<PlannedWindow, "workload" | "level" | "seed">,
  target: Target,
): LoadSpec {
  const { cpus, generatorThreads, windowRequests } = experiment;
  const threads = Math.min(generatorThreads, window.level.connections);
  return {
    ...target,
    ...requestsOf(experiment, window),
    level: window.level,
    ...(windowRequests !== undefined && { windowRequests }),
    threads,
    spin: threads <= cpus.load.length && !overlap(cpus.server, cpus.load),
    seed: window.seed,
    keepAlive: experiment.keepAlive,
    timeoutMs: experiment.timeoutSeconds * 1000,
  };
}

function requestsOf(
  { customRequest, mix }: Partial<Pick<Experiment, "customRequest" | "mix">>,
  { workload, seed }: Pick<PlannedWindow, "workload" | "seed">,
): Load | MixedLoad {
  if (workload === "mix") {
    if (!mix) throw new Error("a mix without its parts");
    return loadForMix(mix, seed);
  }
  if (workload !== "custom") return loadFor(workload, seed);
  if (!customRequest) throw new Error("a custom workload without its request");
  return { requests: [customRequest], sequence: [0] };
}
