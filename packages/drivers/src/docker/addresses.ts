import type { Place } from "@stackbench/contract";
import { nodeOfReplica, StackFailure, type Variant } from "@stackbench/model";

export type { Place };

/** TCP ports inside a pod. Every sitting has a network namespace of its own, so they never clash. */
export const podPorts = {
  /** The app, where it does not say another; its process groups follow one by one. */
  app: 8000,
  /** None that people give their apps. */
  proxy: 7080,
  database: 5432,
  upstream: 9100,
  /** The app's second replica is at `replicas` + 10, its third at `replicas` + 20, … */
  replicas: 10_000,
  /** Here the proxy leads to one backend each, so that readiness can be asked of each. */
  alone: 11_000,
} as const;

/** Addresses that a server of a sitting listens on: load comes from within its own network, or from another machine. */
export type ListensOn = "127.0.0.1" | "0.0.0.0";

/** A network that parts of a sitting are in together: what is in one reaches all else in it at 127.0.0.1. */
export interface Network {
  /** Who holds it. */
  member: "load" | `pod${string}`;
  /** Under which the other networks know it. */
  host: string;
  /** On the machine that it is on, where that is none that the request's are of. */
  cpus?: readonly number[];
}

/** How the parts of a sitting reach each other. */
export interface Reach {
  /** Of what load comes to. */
  listensOn: ListensOn;
  /** Where the database is, for the app and for the load's programs. */
  databaseHost: string;
  /**
   * The app, its proxy and the upstream are in the first: the load's, or one that a container of its own holds. Where there
   * are several, replicas are in each in turn.
   */
  networks: readonly [Network, ...Network[]];
  /** Whose CPUs a profiler has: those of the load, where the app's machine has any. */
  profiledFrom: "load" | "server";
}

/** All in one network. */
export const onLoopback: Reach = {
  listensOn: "127.0.0.1",
  databaseHost: "127.0.0.1",
  networks: [{ member: "load", host: "127.0.0.1" }],
  profiledFrom: "load",
};

/** Of a replica of the app, from 0. */
export function networkOf({ networks }: Reach, replica: number): Network {
  return networks[nodeOfReplica(replica, networks.length)]!;
}

/** Where a replica and the proxy reach each other, one seen from the other. */
export function hostOf({ networks }: Reach, to: Network, from: Network = networks[0]): string {
  return to === from ? "127.0.0.1" : to.host;
}

export function databaseUrl(host: string): string {
  return `postgres://stackbench@${host}:${podPorts.database}/stackbench`;
}

/** The directory that proxy and app share. */
export const socketDirectory = "/run/stackbench";

/** Process groups that fit between the ports of two replicas. */
export const mostGroups = 10;

/** Which part of the app: replica and process group by number, from 0, and the group's name. */
interface Part {
  replica: number;
  group: number;
  groupName?: string;
}

export function placeOf(
  { socket, replicas, port: own = podPorts.app }: Pick<Variant, "socket" | "replicas" | "port">,
  { replica, group, groupName }: Part,
): Place {
  const first = replica === 0 ? own : podPorts.replicas + 10 * replica;
  const port = first + group;
  if (socket === "tcp") return { port };
  const name = ["app", ...(replicas > 1 ? [replica + 1] : []), ...(groupName ? [groupName] : [])];
  return { port, socketPath: `${socketDirectory}/${name.join("-")}.sock` };
}

/** Where load comes in: at the proxy, or at the app's first part where there is none. */
export function entryPort(
  variant: Pick<Variant, "proxy" | "socket" | "replicas" | "port">,
): number {
  if (variant.proxy !== "none") return podPorts.proxy;
  return placeOf(variant, { replica: 0, group: 0 }).port;
}

/** Throws StackFailure (stage `bring-up`) for an app that wants to listen where the harness does. */
export function refuseTakenPort({ port }: Pick<Variant, "port">): void {
  const taken = [podPorts.proxy, podPorts.database, podPorts.upstream];
  if (port === undefined || !(taken as number[]).includes(port)) return;
  throw new StackFailure(
    "bring-up",
    `expected another port than ${taken.join(", ")}, which the harness's own services have beside the app; got ${port}`,
  );
}
