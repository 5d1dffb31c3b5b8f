import {
  cpuSecondsOf,
  meanBusyShare,
  throughputOf,
  type Caution,
  type Ceiling,
} from "@stackbench/model";
import { percent, type Guard, type JudgedWindow } from "./judged-window.ts";

const generatorBusyFrom = 0.85;
const serverFullFrom = 0.9;
/** CPUs a worker: its collector and its compiler have threads of their own. */
const workerFullTo = 1.15;
/** Of the calibrated ceiling. */
const unrankedFrom = 0.8;
const noteFrom = 0.5;

/** Whether the generator rather than the server may have been the limit: by its CPU, then by its ceiling. */
export const generatorBound: Guard = (judged) => {
  const ceiling = ceilingFor(judged);
  return (
    byThreadCpu(judged) ??
    (ceiling === undefined ? withoutCeiling(judged) : byCeiling(judged, ceiling))
  );
};

/**
 * What its busiest thread used stands for how near the ceiling is that nobody measured: over unix sockets, which no
 * calibration is over, and over TLS where there is none.
 */
const withoutCeiling: Guard = ({ load, variant: { transport = "tcp" } }) => {
  if (load.kind !== "closed" || transport === "tcp") return undefined;
  const busy = load.busiestThreadCpuShare ?? 1;
  if (busy < noteFrom) return undefined;
  const why =
    transport === "tls"
      ? "over TLS is not known: it was not calibrated"
      : "over a unix socket is not known: calibrations are over TCP and TLS";
  return {
    kind: "generator-bound",
    severity: "note",
    message: `a generator thread used ${percent(busy)} of its CPU, and what it can do ${why} (limit ${percent(noteFrom)})`,
  };
};

const byThreadCpu: Guard = (judged) => {
  const { load, use, experiment } = judged;
  if (load.kind === "totals") return undefined;
  // A spinning thread is always at 100 %: there the send lag tells.
  if (load.kind === "open" && load.schedule.spinning) return undefined;
  const generator = load.busiestThreadCpuShare;
  const server = meanBusyShare(use, experiment.cpus.server);
  if (generator === undefined || generator < generatorBusyFrom) return undefined;
  if (server === undefined || server >= serverFullFrom || hasFullWorkers(judged)) return undefined;
  return {
    kind: "generator-bound",
    severity: "unranked",
    message: `a generator thread used ${percent(generator)} of its CPU while the server's CPUs were ${percent(server)} busy`,
  };
};

/**
 * Fewer workers than CPUs leave the mean of these CPUs low however full the workers are. As many CPUs as there are
 * workers, and hardly more, means full workers of one thread each; of many threads it would be chance.
 */
function hasFullWorkers({ use, experiment, variant }: JudgedWindow): boolean {
  const { app } = use.services;
  // How many workers a server has that already ran is not known.
  if (!app || !experiment.startsServers) return false;
  if (variant.workers >= experiment.cpus.server.length) return false;
  const perWorker = cpuSecondsOf(app) / (use.seconds * variant.workers);
  return perWorker >= serverFullFrom && perWorker <= workerFullTo;
}

function byCeiling(judged: JudgedWindow, ceiling: Ceiling): Caution | undefined {
  // It is looked for with one stream a connection, and several cost a generator less for each request.
  if (judged.load.kind === "open" || judged.streams !== undefined) return undefined;
  const share = throughputOf(judged.load) / ceiling.requestsPerSecond;
  if (share < noteFrom) return undefined;
  const perSecond = `${Math.round(ceiling.requestsPerSecond).toLocaleString("en-GB")} requests/s`;
  // Where the null server was full, or a quota held either back, the generator can do more than was seen of it.
  const lowerBound = ceiling.limitedBy !== "generator";
  const unranked = share >= unrankedFrom && !lowerBound;
  return {
    kind: "generator-bound",
    severity: unranked ? "unranked" : "note",
    message: `throughput was ${percent(share)} of the ${lowerBound ? "most seen of the generator" : "generator's ceiling"} on these CPUs, ${perSecond} (limit ${percent(unranked ? unrankedFrom : noteFrom)})`,
  };
}

/** The ceiling of the same generator, threads, connection use and transport, with the number of connections nearest by ratio. */
function ceilingFor({
  calibration,
  load,
  experiment,
  connections,
  variant: { transport = "tcp" },
}: JudgedWindow): Ceiling | undefined {
  // TLS costs the generator more, a unix socket less: a ceiling of TCP would be none.
  if (transport === "unix") return undefined;
  const distance = (ceiling: Ceiling) => Math.abs(Math.log(ceiling.connections / connections));
  return calibration?.ceilings
    .filter(
      ({ generator, threads, keepAlive, tls = false, limitedBy }) =>
        // Where nobody knows what the limit was, a disturbed machine may have been it.
        limitedBy !== "unknown" &&
        generator === load.generator.id &&
        threads === load.threads &&
        keepAlive === experiment.keepAlive &&
        tls === (transport === "tls"),
    )
    .toSorted((a, b) => distance(a) - distance(b))[0];
}
