import type { HostUse, ResourceUse, ServiceName, ServiceUse } from "@stackbench/model";
import { carriedBy } from "../network.ts";

/** What one node read between its own two edges. */
export interface NodeUse {
  use: ResourceUse;
  /** The node's CPU 0 has this number among those of all nodes. */
  firstCpu: number;
  /** Whether sockets of the app are in the network that was looked at. */
  hasApp: boolean;
  /** What of the sitting runs on it. */
  containers: readonly { name: ServiceName }[];
}

/**
 * What all nodes used, as if it were one machine: CPUs are numbered through, shares are of all of them, pressure is that
 * of the node with the most. A service that is on several, as replicas are, is told as their sum, or not at all where it
 * cannot be read on one of them. The edges of two nodes lie some tenths of a millisecond apart, and each counts for as long as it looked:
 * CPU time, and the time that a quota took, are brought to the span of the first.
 */
export function mergeUses(nodes: readonly NodeUse[]): ResourceUse {
  const [first] = nodes;
  if (!first) throw new Error("expected what a node used at least, got none");
  const { seconds } = first.use;
  const services: Partial<Record<ServiceName, ServiceUse>> = {};
  for (const name of new Set(nodes.flatMap((node) => node.containers.map((one) => one.name)))) {
    const parts = nodes
      .filter(({ containers }) => containers.some((one) => one.name === name))
      .map(({ use }) => use.services[name] && overSpan(use.services[name], seconds / use.seconds));
    const sum = parts.reduce((one, other) => one && other && sumOf(one, other));
    if (sum) services[name] = sum;
  }
  const [one, ...others] = nodes
    .filter(({ hasApp }) => hasApp)
    .map(({ use }) => use.network && overSpanOf(use.network, seconds / use.seconds));
  const network = others.reduce((sum, other) => sum && other && bothOf(sum, other), one);
  const silences = nodes.flatMap(({ use }) => use.waySilenceMs ?? []);
  return {
    seconds,
    services,
    host: hostOf(nodes),
    ...(network && { network }),
    ...(silences.length > 0 && { waySilenceMs: Math.max(...silences) }),
  };
}

type NetworkUse = NonNullable<ResourceUse["network"]>;

/** What drops is counted, and stays as it is. */
function overSpanOf({ carried, ...network }: NetworkUse, factor: number): NetworkUse {
  if (!carried) return network;
  return { ...network, carried: carriedBy((key) => carried[key] * factor) };
}

/** Each machine has a link of its own: that of the first is told. */
function bothOf(one: NetworkUse, other: NetworkUse): NetworkUse {
  return {
    ...one,
    listenOverflows: one.listenOverflows + other.listenOverflows,
    listenDrops: one.listenDrops + other.listenDrops,
  };
}

/** Of containers on two nodes. What is known of one of them alone is not known. */
function sumOf(one: ServiceUse, other: ServiceUse): ServiceUse {
  const both = (key: "throttledSeconds" | "memoryWorkingSetBytes" | "memoryPeakBytes") => {
    const [a, b] = [one[key], other[key]];
    return a === undefined || b === undefined ? {} : { [key]: a + b };
  };
  return {
    source: one.source,
    cpuUserSeconds: one.cpuUserSeconds + other.cpuUserSeconds,
    cpuSystemSeconds: one.cpuSystemSeconds + other.cpuSystemSeconds,
    ...both("throttledSeconds"),
    ...both("memoryWorkingSetBytes"),
    ...both("memoryPeakBytes"),
  };
}

function overSpan(service: ServiceUse, factor: number): ServiceUse {
  const { cpuUserSeconds, cpuSystemSeconds, throttledSeconds } = service;
  return {
    ...service,
    cpuUserSeconds: cpuUserSeconds * factor,
    cpuSystemSeconds: cpuSystemSeconds * factor,
    ...(throttledSeconds !== undefined && { throttledSeconds: throttledSeconds * factor }),
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
