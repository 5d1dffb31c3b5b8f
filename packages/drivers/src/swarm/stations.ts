import type { Role } from "@stackbench/model";
import type { Network } from "../docker/addresses.ts";
import type { PodContainer, PodSpec } from "../docker/pod-spec.ts";
import { lookerTask, withGroups } from "./looker.ts";
import type { Placement, PlacedNode } from "./place-roles.ts";
import { isStanding, roleOf, type Standing } from "./standing.ts";
import { taskOf, type TaskSpec } from "./task-of.ts";

/** What a Swarm places for a sitting: a service of one container, on one node. */
export interface Station {
  member: string;
  service: Standing | "probe";
  placed: PlacedNode;
  task: TaskSpec;
  /** Whether its node is looked at from it. */
  looks: boolean;
  /** Whose CPUs it is kept to; absent where it may have all of its node. */
  pins?: Role;
}

/** Who is where in a sitting. */
export interface Layout {
  stations: readonly Station[];
  /** Where the network is, and all that joins it. */
  serverOf(network: Network["member"]): PlacedNode;
  nodeOf(member: PodContainer): PlacedNode;
}

/** A station for all that stands by itself, and one on each other node that looks at it. */
export function layOut(placement: Placement, { containers, reach }: PodSpec): Layout {
  const serverOf = (network: Network["member"]): PlacedNode =>
    placement.servers[reach.networks.findIndex(({ member }) => member === network)]!;
  const nodeOf = (member: PodContainer): PlacedNode => {
    const role = roleOf(member.service);
    if (role !== "server") return placement[role];
    return serverOf(member.service === "pod" ? (member.member as Network["member"]) : member.joins);
  };
  const stationOf = (
    { member, service, options }: PodContainer & { service: Standing },
    placed: PlacedNode,
  ): Station => {
    // Whoever holds a network of the app also looks at its node: it is there, and idle.
    const looks = service === "pod";
    const task = taskOf(options);
    const station = { member, service, placed, task: looks ? withGroups(task) : task, looks };
    // A further node of the server has nothing else on it.
    const isFurther = service === "pod" && placed !== placement.server;
    return isFurther ? station : { ...station, pins: roleOf(service) };
  };
  const members = containers.filter(isStanding);
  const load = members.find(({ service }) => service === "load")!;
  const standing = [
    ...members.map((one) => stationOf(one, nodeOf(one))),
    ...placement.loads
      .slice(1)
      .map((placed, index) => stationOf({ ...load, member: `load-${index + 2}` }, placed)),
  ];
  const seen = new Set(standing.flatMap(({ looks, placed }) => (looks ? [placed] : [])));
  const unseen = new Set(standing.map(({ placed }) => placed)).difference(seen);
  const lookers = [...unseen].map((placed, index): Station => {
    const task = lookerTask(load.options.Image!);
    return { member: `looks-${index + 1}`, service: "probe", placed, task, looks: true };
  });
  return { stations: [...standing, ...lookers], serverOf, nodeOf };
}
