import {
  type CpuSets,
  type MeasuredWindow,
  type ResourceUse,
  type ServiceName,
  answersWhileSampled,
  cpuSecondsOf,
  cpusOfWindow,
  meanBusyShare,
  overlap,
} from "@stackbench/model";

const serverSide: readonly ServiceName[] = ["app", "proxy"];

export interface CpuPerRequest {
  userMicros: number;
  systemMicros: number;
}

/** CPU time of app and proxy per successful request; null where nobody read the app's. */
export function serverCpuPerRequest(window: MeasuredWindow): CpuPerRequest | null {
  if (!window.use.services.app || window.load.succeeded === 0) return null;
  let user = 0;
  let system = 0;
  for (const name of serverSide) {
    user += window.use.services[name]?.cpuUserSeconds ?? 0;
    system += window.use.services[name]?.cpuSystemSeconds ?? 0;
  }
  const microsPerSecond = 1e6 / answersWhileSampled(window);
  return { userMicros: user * microsPerSecond, systemMicros: system * microsPerSecond };
}

/** User and system CPU time of app, proxy and `others` per successful request, µs; null where nobody read the app's. */
export function costPerRequest(
  window: MeasuredWindow,
  others: readonly ServiceName[],
): number | null {
  const { load, use } = window;
  if (!use.services.app || load.succeeded === 0) return null;
  const cpuSeconds = cpuSecondsOfAll(use, [...serverSide, ...others]);
  return (cpuSeconds * 1e6) / answersWhileSampled(window);
}

/** User and system CPU time of the database per successful request, µs; null without a database. */
export function databaseCpuPerRequest(window: MeasuredWindow): number | null {
  return serviceCost(window, "database");
}

/** CPU time of one service, of these kinds, per successful request, µs; null where there is none of it, or nobody read it. */
export function serviceCost(
  window: MeasuredWindow,
  name: ServiceName,
  kinds: readonly ("cpuUserSeconds" | "cpuSystemSeconds")[] = [
    "cpuUserSeconds",
    "cpuSystemSeconds",
  ],
): number | null {
  const service = window.use.services[name];
  if (!service || window.load.succeeded === 0) return null;
  const spent = kinds.reduce((sum, kind) => sum + service[kind], 0);
  return (spent * 1e6) / answersWhileSampled(window);
}

/**
 * How busy the server's CPUs were, 0 to 1: as the host tells, else the CPU time of the services that were
 * pinned to them over the time those CPUs had.
 */
export function serverCpuShare({ use }: MeasuredWindow, ofRun: CpuSets): number | null {
  const cpus = cpusOfWindow(use, ofRun);
  const told = meanBusyShare(use, cpus.server);
  if (told !== undefined) return told;
  if (!use.services.app) return null;
  const onServerCpus: readonly ServiceName[] = overlap(cpus.database, cpus.server)
    ? [...serverSide, "database"]
    : serverSide;
  return cpuSecondsOfAll(use, onServerCpus) / (use.seconds * cpus.server.length);
}

/** CPU time of app and proxy, of these kinds, over the time that the server's CPUs had; null where nobody read the app's. */
export function serverTimeShare(
  { use }: Pick<MeasuredWindow, "use">,
  cpus: CpuSets,
  kinds: readonly ("cpuUserSeconds" | "cpuSystemSeconds")[],
): number | null {
  const { services, seconds } = use;
  const { server } = cpusOfWindow(use, cpus);
  if (!services.app || server.length === 0) return null;
  const spent = serverSide.flatMap((name) => kinds.map((kind) => services[name]?.[kind] ?? 0));
  return spent.reduce((sum, one) => sum + one, 0) / (seconds * server.length);
}

function cpuSecondsOfAll({ services }: ResourceUse, names: readonly ServiceName[]): number {
  return names.reduce((sum, name) => {
    const service = services[name];
    return sum + (service ? cpuSecondsOf(service) : 0);
  }, 0);
}

/** Highest working set of app and proxy together, bytes. */
export function serverMemoryBytes({ use }: MeasuredWindow): number | null {
  if (use.services.app?.memoryWorkingSetBytes === undefined) return null;
  return serverSide.reduce(
    (sum, name) => sum + (use.services[name]?.memoryWorkingSetBytes ?? 0),
    0,
  );
}

export function databaseMemoryBytes({ use }: MeasuredWindow): number | null {
  return use.services.database?.memoryWorkingSetBytes ?? null;
}
