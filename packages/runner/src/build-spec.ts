import { loadFor, loadForMix, mixLoads, type Load, type MixedLoad } from "@stackbench/contract";
import {
  keepsAlive,
  leastPaddingBytes,
  overlap,
  type Experiment,
  type LoadLevel,
  type LoadSpec,
  type PlannedWindow,
  type Target,
} from "@stackbench/model";

/** What a generator is told for a window: the contract's requests, a mix of them, or the app's own, at the experiment's settings. */
export function buildSpec(
  experiment: Pick<Experiment, "generatorThreads" | "keepAlive" | "timeoutSeconds" | "cpus"> &
    Partial<
      Pick<Experiment, "customRequests" | "mix" | "streams" | "windowRequests" | "loadNodes">
    >,
  window: Pick<PlannedWindow, "workload" | "level" | "seed">,
  target: Target,
): LoadSpec {
  const { cpus, generatorThreads, streams, windowRequests, loadNodes = 1 } = experiment;
  const threads = Math.min(generatorThreads, window.level.connections);
  // A node has one connection at least, or nothing to do.
  const nodes = Math.min(loadNodes, threads);
  return {
    ...target,
    ...withPadding(requestsOf(experiment, window), window.level),
    level: window.level,
    ...(streams !== undefined && { streams }),
    ...(windowRequests !== undefined && { windowRequests }),
    threads,
    ...(nodes > 1 && { nodes }),
    spin: threads <= cpus.load.length && !overlap(cpus.server, cpus.load),
    seed: window.seed,
    keepAlive: keepsAlive(experiment, window.level),
    timeoutMs: experiment.timeoutSeconds * 1000,
  };
}

/** So many bytes more in each request, to the byte, in the header that grows where people use a site. */
function withPadding<Asked extends Load>(load: Asked, level: LoadLevel): Asked {
  const bytes = level.loop === "closed" ? level.paddingBytes : undefined;
  if (bytes === undefined) return load;
  const cookie = `p=${"x".repeat(bytes - leastPaddingBytes + 1)}`;
  const requests = load.requests.map((request) => ({
    ...request,
    headers: { ...request.headers, Cookie: cookie },
  }));
  return { ...load, requests };
}

function requestsOf(
  { customRequests, mix }: Partial<Pick<Experiment, "customRequests" | "mix">>,
  { workload, seed }: Pick<PlannedWindow, "workload" | "seed">,
): Load | MixedLoad {
  if (workload === "mix") {
    if (!mix) throw new Error("a mix without its parts");
    return loadForMix(mix, seed);
  }
  if (workload !== "custom") return loadFor(workload, seed);
  if (!customRequests) throw new Error("a custom workload without its requests");
  const loads = customRequests.map(({ weight, request }) => ({
    load: { requests: [request], sequence: [0] },
    weight,
  }));
  // The times of a single one are those of the window.
  return loads.length === 1 ? loads[0]!.load : mixLoads(loads, seed);
}
