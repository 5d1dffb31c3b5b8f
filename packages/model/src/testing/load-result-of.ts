import type { GeneratorTraits, LoadResult } from "../load.ts";
import { oneBucketHistogram } from "./histogram-of.ts";

export const fakeTraits: GeneratorTraits = {
  id: "stackbench",
  version: "0.0.0",
  loop: "closed",
  latencyOrigin: "actual-send",
  quantumUs: 0.1,
  correction: null,
  sampleCap: null,
  checks: "status-and-length",
};

/** A flawless window of `succeeded` answers on `connections` connections over `seconds`. */
export function loadResultOf(
  { succeeded = 50_000, connections = 64, seconds = 5 } = {},
  changes: Partial<LoadResult> = {},
): LoadResult {
  const ticks = Math.max(1, Math.round(((seconds * connections) / succeeded) * 1e7));
  return {
    generator: fakeTraits,
    threads: 1,
    seconds,
    sent: succeeded,
    succeeded,
    errors: {},
    unfinished: 0,
    succeededByRequest: [succeeded],
    statuses: { 200: succeeded },
    serviceTime: oneBucketHistogram(succeeded, ticks),
    inFlightSeconds: seconds * connections,
    carriedSeconds: 0,
    unansweredConnections: 0,
    busiestThreadCpuShare: 0.5,
    cpuSeconds: { user: seconds * 0.3, system: seconds * 0.2 },
    ...changes,
  };
}
