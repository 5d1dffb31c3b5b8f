import {
  cpuSecondsOf,
  describeErrors,
  meanBusyShare,
  neverAnsweredOf,
  overlap,
  throttledServices,
  throughputOf,
  type Ceiling,
  type CpuSets,
  type LoadResult,
  type ResourceUse,
} from "@stackbench/model";

/** One window against a server that does nothing. */
export interface CeilingWindow {
  load: LoadResult;
  use: ResourceUse;
}

/** The limits of docs/methodology.md, "Calibration". Shares are of 1. */
const limits = { generatorBusy: 0.85, serverFull: 0.9, serverOwn: 0.6, errors: 0.001 };

type Limits = Pick<Ceiling, "limitedBy" | "generatorCpuShare" | "serverCpuShare">;

/** What the best of some windows says: whatever disturbs a machine lowers a ceiling, and nothing raises it. */
export function judgeCeiling(
  windows: readonly CeilingWindow[],
  cpus: CpuSets,
): (Pick<Ceiling, "requestsPerSecond"> & Limits) | { failure: string } {
  const sound = windows.filter(({ load }) => lossOf(load) <= limits.errors);
  const best = sound.toSorted((a, b) => throughputOf(b.load) - throughputOf(a.load))[0];
  if (!best) {
    const shares = windows.map(({ load }) => `${(lossOf(load) * 100).toFixed(1)} %`);
    const [first] = windows.map(({ load }) => describeErrors(load));
    const failure = `requests failed in every window (${shares.join(", ")}; limit ${limits.errors * 100} %), the first: ${first}`;
    return { failure };
  }
  const generator = generatorCpuShare(best, cpus);
  const server = meanBusyShare(best.use, cpus.server);
  return {
    requestsPerSecond: throughputOf(best.load),
    limitedBy: limitOf(best, cpus, { generator, server }),
    ...(generator !== undefined && { generatorCpuShare: generator }),
    ...(server !== undefined && { serverCpuShare: server }),
  };
}

/** Requests that failed, for want of something here too, as a share of all. */
function lossOf({ succeeded, errors }: LoadResult): number {
  const failed = neverAnsweredOf({ errors });
  return failed / Math.max(1, failed + succeeded);
}

/**
 * Which side was full. Where both were it was the server: a generator that waits for a full server takes its answers
 * in smaller batches, at more CPU each, so that against a faster one it might send more. One that a quota holds back
 * for a part of each period looks idle then, and its CPUs may be full all the same.
 */
function limitOf(
  best: CeilingWindow,
  cpus: CpuSets,
  { generator, server }: Record<"generator" | "server", number | undefined>,
): Ceiling["limitedBy"] {
  if (throttledServices(best.use).length > 0) return "quota";
  if (hasForeignLoad(best, cpus) || server === undefined) return "unknown";
  if (server >= limits.serverFull) return "server";
  return generator !== undefined && generator >= limits.generatorBusy ? "generator" : "unknown";
}

/**
 * Whether something else than the server filled the server's CPUs. What the kernel does for its connections is not
 * always charged to it, so that a good deal may be missing. Not known where the generator runs there too.
 */
function hasForeignLoad({ use }: CeilingWindow, cpus: CpuSets): boolean {
  const busy = meanBusyShare(use, cpus.server);
  const { app } = use.services;
  if (busy === undefined || busy < limits.serverFull || !app) return false;
  if (overlap(cpus.server, cpus.load)) return false;
  const own = cpuSecondsOf(app) / (use.seconds * cpus.server.length);
  return own < busy * limits.serverOwn;
}

/** The busiest thread as the generator measured it, else the mean over its threads: as sampled, or as its CPUs were busy. */
function generatorCpuShare({ load, use }: CeilingWindow, cpus: CpuSets): number | undefined {
  if (load.kind === "closed") return load.busiestThreadCpuShare;
  const sampled = use.services.load;
  if (sampled) {
    return cpuSecondsOf(sampled) / (use.seconds * load.threads);
  }
  // CPUs that the server runs on too tell nothing about the generator.
  if (overlap(cpus.server, cpus.load)) return undefined;
  const share = meanBusyShare(use, cpus.load);
  return share === undefined ? undefined : (share * cpus.load.length) / load.threads;
}
