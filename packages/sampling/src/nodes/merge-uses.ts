import type { HostUse, ResourceUse, ServiceName, ServiceUse } from "@stackbench/model";

/** What one node read between its own two edges. */
export interface NodeUse {
  use: ResourceUse;
  /** The node's CPU 0 has this number among those of all nodes. */
  firstCpu: number;
  /** Whether the app's sockets are in the network that was looked at. */
  hasApp: boolean;
}

/**
 * What all nodes used, as if it were one machine: CPUs are numbered through, shares are of all of them, pressure is that
 * of the node with the most. The edges of two nodes lie some tenths of a millisecond apart, and each counts for as long as it looked:
 * CPU time is brought to the span of the first.
 */
export function mergeUses(nodes: readonly NodeUse[]): ResourceUse {
  const [first] = nodes;
  if (!first) throw new Error("expected what a node used at least, got none");
  const { seconds } = first.use;
  const services: Partial<Record<ServiceName, ServiceUse>> = {};
  for (const { use } of nodes) {
    for (const [name, service] of Object.entries(use.services)) {
      const own = overSpan(service, seconds / use.seconds);
      const known = services[name as ServiceName];
      // One that is on several nodes, as the load may be.
      services[name as ServiceName] = known ? added(known, own) : own;
    }
  }
  const { network } = nodes.find(({ hasApp }) => hasApp)?.use ?? {};
  const silences = nodes.flatMap(({ use }) => use.waySilenceMs ?? []);
  return {
    seconds,
    services,
    host: hostOf(nodes),
    ...(network && { network }),
    ...(silences.length > 0 && { waySilenceMs: Math.max(...silences) }),
  };
}

function overSpan(service: ServiceUse, factor: number): ServiceUse {
  return {
    ...service,
    cpuUserSeconds: service.cpuUserSeconds * factor,
    cpuSystemSeconds: service.cpuSystemSeconds * factor,
  };
}

const summed = [
  "throttledSeconds",
  "memoryWorkingSetBytes",
  "memoryPeakBytes",
  "processes",
] as const;

/** Of one service on two nodes. A figure that one of them lacks is absent; of the highest ones the sum is told, though they may lie apart in time. */
function added(one: ServiceUse, other: ServiceUse): ServiceUse {
  const sums = summed.flatMap((key) => {
    const [a, b] = [one[key], other[key]];
    return a === undefined || b === undefined ? [] : [[key, a + b] as const];
  });
  return {
    source: one.source,
    cpuUserSeconds: one.cpuUserSeconds + other.cpuUserSeconds,
    cpuSystemSeconds: one.cpuSystemSeconds + other.cpuSystemSeconds,
    ...Object.fromEntries(sums),
  };
}

function hostOf(nodes: readonly NodeUse[]): HostUse {
  const hosts = nodes.map(({ use, firstCpu }) => ({ ...use.host, firstCpu }));
  const numbered = (
    key: "busyShareByCpu" | "programShareByCpu" | "stealShareByCpu",
  ): Record<string, number> | undefined => {
    const shares = hosts.flatMap((host) =>
      Object.entries(host[key] ?? {}).map(([cpu, share]): [string, number] => [
        String(Number(cpu) + host.firstCpu),
        share,
      ]),
    );
    return shares.length === 0 ? undefined : Object.fromEntries(shares);
  };
  const most = (
    key: "cpuPressureShare" | "memoryPressureShare" | "ioPressureShare",
  ): number | undefined => {
    const known = hosts.map((host) => host[key]).filter((share) => share !== undefined);
    return known.length === 0 ? undefined : Math.max(...known);
  };
  const stealShareByCpu = numbered("stealShareByCpu");
  const steals = Object.values(stealShareByCpu ?? {});
  return withoutUndefined({
    stealShare:
      steals.length === 0
        ? undefined
        : steals.reduce((sum, share) => sum + share, 0) / steals.length,
    cpuPressureShare: most("cpuPressureShare"),
    memoryPressureShare: most("memoryPressureShare"),
    ioPressureShare: most("ioPressureShare"),
    busyShareByCpu: numbered("busyShareByCpu"),
    programShareByCpu: numbered("programShareByCpu"),
    stealShareByCpu,
  });
}

function withoutUndefined<T extends object>(given: {
  [Key in keyof T]: T[Key] | undefined;
}): T {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T;
}
