import {
  errorShareOf,
  overlap,
  type Caution,
  type Experiment,
  type LoadResult,
  type ResourceUse,
  type VariantInfo,
} from "@stackbench/model";

/** The limits of the rules in docs/methodology.md. Shares are of 1. */
const limits = {
  stealNote: 0.05,
  stealInvalid: 0.2,
  errors: 0.001,
  littleOwn: 0.02,
  littleOther: 0.05,
  generatorBusy: 0.85,
  serverFull: 0.9,
  responsesForMedian: 60,
};

export interface Judged {
  experiment: Pick<Experiment, "cpus" | "keepAlive">;
  variant: Pick<VariantInfo, "workers">;
  connections: number;
  load: LoadResult;
  use: ResourceUse;
}

/** Every caution a window deserves. Blind to how fast the window was. */
export function judgeWindow(judged: Judged): Caution[] {
  return [
    steal(judged),
    errors(judged),
    throttled(judged),
    little(judged),
    generatorBound(judged),
    cpuSets(judged),
    singleCpuCluster(judged),
    fewResponses(judged),
    unfinished(judged),
  ].filter((caution) => caution !== undefined);
}

function steal({ use }: Judged): Caution | undefined {
  const share = use.host.stealShare;
  if (share === undefined || share <= limits.stealNote) return undefined;
  const invalid = share > limits.stealInvalid;
  return {
    kind: "steal",
    severity: invalid ? "invalid" : "note",
    message: `${percent(share)} of the machine's CPU time was stolen (limit ${percent(invalid ? limits.stealInvalid : limits.stealNote)})`,
  };
}

function errors({ load }: Judged): Caution | undefined {
  const share = errorShareOf(load);
  if (share === 0) return undefined;
  const kinds = Object.entries(load.errors).map(([kind, count]) => `${count} ${kind}`);
  return {
    kind: "errors",
    severity: share > limits.errors ? "invalid" : "note",
    message: `${percent(share)} of requests failed (limit ${percent(limits.errors)}): ${kinds.join(", ")}`,
  };
}

function throttled({ use }: Judged): Caution | undefined {
  const services = Object.entries(use.services).filter(
    ([, service]) => (service?.throttledSeconds ?? 0) > 0,
  );
  if (services.length === 0) return undefined;
  const parts = services.map(
    ([name, service]) => `${name} ${service.throttledSeconds!.toFixed(2)} s`,
  );
  return {
    kind: "throttled",
    severity: "invalid",
    message: `held back by a CPU quota: ${parts.join(", ")} of ${use.seconds.toFixed(1)} s`,
  };
}

/**
 * Little's law, L = λW: in a closed loop without think time the requests in flight are the
 * connections. Source: J. D. C. Little, Operations Research 9 (1961) 383-387.
 */
function little({ load, connections, experiment }: Judged): Caution | undefined {
  // Connecting anew for every request is time in which nothing is in flight, by design.
  if (load.generator.loop !== "closed" || !experiment.keepAlive) return undefined;
  const inFlight = meanInFlight(load);
  if (inFlight === undefined) return undefined;
  const ours = load.generator.id === "stackbench";
  const limit = ours ? limits.littleOwn : limits.littleOther;
  const residual = Math.abs(inFlight / connections - 1);
  if (residual <= limit) return undefined;
  return {
    kind: "little",
    // Another generator's clock may start late: that spoils its service times, not its count of answers.
    severity: ours ? "invalid" : "note",
    message: `${inFlight.toFixed(1)} requests were in flight on average, ${connections} connections were asked for (off by ${percent(residual)}, limit ${percent(limit)})`,
  };
}

function meanInFlight(load: LoadResult): number | undefined {
  if (load.inFlightSeconds !== undefined && load.sendingSeconds !== undefined) {
    return load.sendingSeconds > 0 ? load.inFlightSeconds / load.sendingSeconds : undefined;
  }
  if (load.serviceTime === undefined) return undefined;
  const busySeconds = (load.serviceTime.sum * load.serviceTime.tickNanoseconds) / 1e9;
  return busySeconds / load.seconds;
}

function generatorBound({ load, use, experiment }: Judged): Caution | undefined {
  const generator = load.busiestThreadCpuShare;
  const server = meanBusyShare(use, experiment.cpus.server);
  if (generator === undefined || generator < limits.generatorBusy) return undefined;
  if (server === undefined || server >= limits.serverFull) return undefined;
  return {
    kind: "generator-bound",
    severity: "unranked",
    message: `a generator thread used ${percent(generator)} of its CPU while the server's CPUs were ${percent(server)} busy`,
  };
}

/** Mean busy share of the CPUs of a set; undefined where the host does not tell. */
function meanBusyShare(use: ResourceUse, set: readonly number[]): number | undefined {
  const shares = set.map((cpu) => use.host.busyShareByCpu?.[String(cpu)]);
  if (shares.some((share) => share === undefined)) return undefined;
  return shares.reduce<number>((sum, share) => sum + share!, 0) / set.length;
}

function cpuSets({ experiment }: Judged): Caution | undefined {
  if (!overlap(experiment.cpus.server, experiment.cpus.load)) return undefined;
  return {
    kind: "cpus-overlap",
    severity: "note",
    message: "server and generator shared CPUs",
  };
}

function singleCpuCluster({ experiment, variant }: Judged): Caution | undefined {
  if (variant.workers < 2 || experiment.cpus.server.length > 1) return undefined;
  return {
    kind: "single-cpu-cluster",
    severity: "note",
    message: `${variant.workers} workers shared one CPU`,
  };
}

function fewResponses({ load }: Judged): Caution | undefined {
  if (load.succeeded >= limits.responsesForMedian) return undefined;
  return {
    kind: "few-responses",
    severity: "note",
    message: `${load.succeeded} responses (a median needs ${limits.responsesForMedian})`,
  };
}

function unfinished({ load }: Judged): Caution | undefined {
  if (!load.unfinished) return undefined;
  return {
    kind: "unfinished",
    severity: "note",
    message: `${load.unfinished} requests were unanswered when the drain gave up`,
  };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}
