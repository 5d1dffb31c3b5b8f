import type { BringUpRequest } from "@stackbench/model";
import { placeOf, podPorts } from "./addresses.ts";
import { groupsOf } from "./groups.ts";
import { proxyPlan } from "./proxies/proxy-plan.ts";

/**
 * Every TCP port that something in the pod listens on, or may. With the ports of clients tuned to begin at 1024
 * a connection could have taken one of them before its server comes to listen.
 */
export function usedPorts({ variant, cpus }: Pick<BringUpRequest, "variant" | "cpus">): number[] {
  const groups = Math.max(1, groupsOf(variant, cpus.server.length).length);
  const parts = Array.from({ length: variant.replicas * groups }, (_, index) => ({
    replica: Math.floor(index / groups),
    group: index % groups,
  }));
  const ports = [
    podPorts.proxy,
    podPorts.database,
    podPorts.upstream,
    ...parts.map((part) => placeOf(variant, part).port),
    ...proxyPlan({ variant, cpus }).alone.map(({ port }) => port),
  ];
  return ports.toSorted((a, b) => a - b);
}
