import type { UsedGenerator } from "../generator.ts";
import type { ClosedLoad, OpenLoad, TotalsOfLoad } from "../load-result.ts";
import { oneBucketHistogram } from "./histogram-of.ts";

export const fakeUsedGenerator: UsedGenerator = {
  id: "stackbench",
  version: "0.0.0",
  from: "harness",
  loop: "closed",
  latencyOrigin: "actual-send",
  clock: "trusted",
  quantumUs: 0.1,
  correction: null,
  sampleCap: null,
  checks: "status-and-length",
};

/** A flawless window of `succeeded` answers on `connections` connections over `seconds`. */
export function loadResultOf(
  { succeeded = 50_000, connections = 64, seconds = 5 } = {},
  changes: Partial<ClosedLoad> = {},
): ClosedLoad {
  const ticks = Math.max(1, Math.round(((seconds * connections) / succeeded) * 1e7));
  return {
    kind: "closed",
    generator: fakeUsedGenerator,
    threads: 1,
    seconds,
    sent: succeeded,
    succeeded,
    errors: {},
    causes: [],
    unfinished: 0,
    succeededByRequest: [succeeded],
    statuses: { 200: succeeded },
    serviceTime: oneBucketHistogram(succeeded, ticks),
    connectTime: oneBucketHistogram(0, 0),
    series: { intervalMs: 100, succeeded: [] },
    inFlightSeconds: seconds * connections,
    carriedSeconds: 0,
    unansweredConnections: 0,
    busiestThreadCpuShare: 0.5,
    cpuSeconds: { user: seconds * 0.3, system: seconds * 0.2 },
    warmUp: {
      seconds: 1,
      series: { intervalMs: 100, succeeded: [] },
      steady: true,
      longestServiceMs: ticks / 10_000,
    },
    ...changes,
  };
}

/** The same on a schedule of as many arrivals, each of which found a connection at once. */
export function openLoadOf(
  figures: Parameters<typeof loadResultOf>[0] = {},
  changes: Partial<OpenLoad> = {},
): OpenLoad {
  const { kind: _, byNode: __, ...load } = loadResultOf(figures);
  return {
    kind: "open",
    ...load,
    generator: { ...fakeUsedGenerator, loop: "open", latencyOrigin: "intended-start" },
    latency: load.serviceTime,
    sendLag: oneBucketHistogram(load.sent, 0),
    schedule: {
      arrivals: load.sent,
      arrivalsInAll: load.sent,
      seconds: load.seconds,
      queueDepthMean: 0,
      queueDepthMax: 0,
      unsent: 0,
      spinning: false,
    },
    ...changes,
  };
}

/** What a program that tells little would have told of it. */
export function totalsOf(
  figures: Parameters<typeof loadResultOf>[0] = {},
  changes: Partial<TotalsOfLoad> = {},
): TotalsOfLoad {
  const { generator, threads, seconds, succeeded, errors, causes } = loadResultOf(figures);
  return {
    kind: "totals",
    generator: { ...generator, id: "wrk", from: "debian", clock: "foreign" },
    threads,
    seconds,
    succeeded,
    errors,
    causes,
    ...changes,
  };
}
