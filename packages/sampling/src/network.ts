import type { Carried, ResourceUse } from "@stackbench/model";
import type { InterfaceCounters, ListenCounters } from "@stackbench/host";

/** Of one network namespace. */
export interface NetworkReading extends ListenCounters {
  /** Absent where it has nothing but a loopback, or is that of a whole machine. */
  interfaces?: InterfaceCounters;
}

type NetworkUse = NonNullable<ResourceUse["network"]>;

/** What happened between two readings of one namespace. */
export function networkUse(
  first: NetworkReading | undefined,
  last: NetworkReading | undefined,
): NetworkUse | undefined {
  if (!first || !last) return undefined;
  const carried = first.interfaces && last.interfaces && between(first.interfaces, last.interfaces);
  return {
    listenOverflows: counted(first.listenOverflows, last.listenOverflows),
    listenDrops: counted(first.listenDrops, last.listenDrops),
    ...(carried && { carried }),
  };
}

function between(first: InterfaceCounters, last: InterfaceCounters): Carried {
  return carriedBy((key) => Math.max(0, last[key] - first[key]));
}

/** Each count of what was carried, by its name. */
export function carriedBy(countOf: (key: keyof Carried) => number): Carried {
  return {
    receivedBytes: countOf("receivedBytes"),
    receivedPackets: countOf("receivedPackets"),
    sentBytes: countOf("sentBytes"),
    sentPackets: countOf("sentPackets"),
  };
}

/** Counters start again at zero when they are full. */
function counted(first: bigint, last: bigint): number {
  if (last >= first) return Number(last - first);
  const size = first < 2n ** 32n ? 2n ** 32n : 2n ** 64n;
  return Number(last - first + size);
}
