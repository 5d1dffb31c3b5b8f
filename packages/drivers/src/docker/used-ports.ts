import type { Place } from "@stackbench/contract";
import type { BringUpRequest } from "@stackbench/model";
import { placeOf, podPorts } from "./addresses.ts";
import { groupsOf } from "./groups.ts";
import { proxyPlan } from "./proxies/proxy-plan.ts";

type Shape = Pick<BringUpRequest, "variant" | "cpus">;

/** Where the app is told to listen, each of its replicas and groups. */
export function appPlaces({ variant, cpus }: Shape): Place[] {
  const groups = groupsOf(variant, cpus.server.length);
  return Array.from({ length: variant.replicas }, (_, replica) => replica).flatMap((replica) =>
    groups.length === 0
      ? [placeOf(variant, { replica, group: 0 })]
      : groups.map(({ index, name }) =>
          placeOf(variant, { replica, group: index, groupName: name }),
        ),
  );
}

/** Where everything else in the pod listens. */
export function harnessPorts(shape: Shape): number[] {
  return [
    podPorts.proxy,
    podPorts.database,
    podPorts.upstream,
    ...proxyPlan(shape).alone.map(({ port }) => port),
  ];
}

/**
 * Every TCP port that something in the pod listens on, or may. With the ports of clients tuned to begin at 1024
 * a connection could have taken one of them before its server comes to listen.
 */
export function usedPorts(shape: Shape): number[] {
  const ports = [...harnessPorts(shape), ...appPlaces(shape).map(({ port }) => port)];
  return ports.toSorted((a, b) => a - b);
}
