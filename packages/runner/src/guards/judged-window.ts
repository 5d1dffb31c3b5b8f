import type {
  Bandwidth,
  Calibration,
  Caution,
  ClosedLoad,
  DriverTraits,
  Experiment,
  LoadResult,
  NetworkPath,
  OpenLoad,
  ResourceUse,
  Transport,
  VariantInfo,
} from "@stackbench/model";

import type { FarWay } from "../far-share.ts";

/** All that a window is judged by. */
export interface JudgedWindow {
  experiment: Pick<Experiment, "cpus" | "keepAlive" | "cpusLimit" | "compares" | "customRequests"> &
    Pick<DriverTraits, "startsServers">;
  variant: Pick<VariantInfo, "workers"> & {
    /** Absent: plain TCP. */
    transport?: Transport;
  };
  connections: number;
  /** Requests under way at a time on each connection; absent for one. */
  streams?: number;
  load: LoadResult;
  use: ResourceUse;
  /** Where the workload needs the database: who shares out how many connections. */
  database?: { workers: number; poolSize: number };
  /** Between load and server, where these are on machines of their own and it was measured. */
  path?: NetworkPath;
  /** Of each load node by itself, where there are several. */
  nodePaths?: readonly NetworkPath[];
  /** What a request takes on a connection, bytes, on average; absent where nobody asked. */
  sentBytesEach?: number;
  /** Of the replicas behind a proxy, the share that is on other machines than it; absent for none. */
  farShare?: number;
  /** The ways to those other machines, where they were measured. */
  farWays?: readonly FarWay[];
  /** From the server's machine to the database's, where that is another and the workload needs it. */
  databasePath?: Bandwidth;
  /** What goes over the link of the server's machine at least, to it and from it. */
  link?: Bandwidth;
  /** What the generators can do here; null where it is not known. */
  calibration: Calibration | null;
}

/** One rule: the caution that the window deserves, if any. */
export type Guard = (judged: JudgedWindow) => Caution | undefined;

/** Requests that the window asked for: arrivals, where it had a schedule. */
export function askedIn(load: ClosedLoad | OpenLoad): number {
  return load.kind === "open" ? load.schedule.arrivals : load.sent;
}

/** `9.1 %`, `25 %`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}
