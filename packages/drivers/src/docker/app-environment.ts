import { totalWorkers, type BringUpRequest, type Variant } from "@stackbench/model";
import {
  databaseUrl,
  hostOf,
  networkOf,
  onLoopback,
  placeOf,
  podPorts,
  type Reach,
} from "./addresses.ts";
import { groupsOf } from "./groups.ts";

/** What the first process of a replica of the app (from 0) finds in its environment: what the sitting tells it goes last. */
export function appEnvironment(
  request: BringUpRequest,
  replica: number,
  reach: Reach = onLoopback,
): Record<string, string> {
  const { listensOn, databaseHost, networks } = reach;
  const network = networkOf(reach, replica);
  const { variant, services, databasePoolSize } = request;
  // One that is on another machine has workers as that one has CPUs.
  const cpuCount = (network.cpus ?? request.cpus.server).length;
  const { port, socketPath } = placeOf(variant, { replica, group: 0 });
  const groups = groupsOf(variant, cpuCount);
  const workers = totalWorkers({ ...variant, replicas: 1 }, cpuCount);
  return {
    ...variant.environment,
    // Behind a proxy beside it nobody else need reach it.
    HOST: variant.proxy === "none" || network !== networks[0] ? listensOn : "127.0.0.1",
    PORT: String(port),
    ...(socketPath === undefined ? {} : { SOCKET_PATH: socketPath }),
    WORKERS: String(workers),
    THREADS: String(variant.threads),
    PROTOCOL: variant.protocol,
    // Behind a proxy it is the proxy that speaks it.
    ...(variant.http2 && variant.proxy === "none" ? { HTTP2: variant.http2 } : {}),
    ...(groups.length === 0 ? {} : { PROCESS_GROUPS: processGroups(variant, replica, cpuCount) }),
    ...(services.includes("database")
      ? {
          DATABASE_URL: databaseUrl(databaseHost),
          DATABASE_POOL_SIZE: String(shareOf(databasePoolSize, variant.replicas, replica)),
        }
      : {}),
    ...(request.isProfiled ? { PROFILE_SOCKET: "@stackbench-profile" } : {}),
    ...(services.includes("upstream")
      ? { UPSTREAM_URL: `http://${hostOf(reach, networks[0], network)}:${podPorts.upstream}` }
      : {}),
  };
}

function processGroups(variant: Variant, replica: number, cpuCount: number): string {
  const groups = groupsOf(variant, cpuCount).map(({ name, index, workers, threads, paths }) => ({
    name,
    workers,
    threads,
    ...placeOf(variant, { replica, group: index, groupName: name }),
    paths,
  }));
  return JSON.stringify(groups);
}

/** The share of the part `index` (from 0) of a whole number of things: the first ones get one more, all at least one. */
export function shareOf(total: number, parts: number, index: number): number {
  return Math.max(1, Math.floor(total / parts) + (index < total % parts ? 1 : 0));
}
