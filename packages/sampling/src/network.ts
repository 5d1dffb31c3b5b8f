import type { ResourceUse } from "@stackbench/model";
import { readText } from "@stackbench/host";

/** Counters since the network namespace was made. Of the kernel's own width: 64 bits today, 32 on small machines. */
export interface NetworkReading {
  listenOverflows: bigint;
  listenDrops: bigint;
}

/** `TcpExt` of the network namespace that a process lives in; undefined where it cannot be read. */
export function readNetwork(pid: number, fileSystemRoot: string): NetworkReading | undefined {
  const lines = readText(`${fileSystemRoot}/proc/${pid}/net/netstat`)?.split("\n") ?? [];
  // Two lines a protocol: the names, then the values.
  const [names, values] = lines
    .filter((line) => line.startsWith("TcpExt: "))
    .map((line) => line.trimEnd().split(" "));
  const valueOf = (name: string): bigint | undefined => {
    const value = values?.[names!.indexOf(name)];
    return value !== undefined && /^\d+$/.test(value) ? BigInt(value) : undefined;
  };
  const listenOverflows = valueOf("ListenOverflows");
  const listenDrops = valueOf("ListenDrops");
  if (listenOverflows === undefined || listenDrops === undefined) return undefined;
  return { listenOverflows, listenDrops };
}

/** What happened between two readings of one namespace. */
export function networkUse(
  first: NetworkReading | undefined,
  last: NetworkReading | undefined,
): ResourceUse["network"] {
  if (!first || !last) return undefined;
  return {
    listenOverflows: counted(first.listenOverflows, last.listenOverflows),
    listenDrops: counted(first.listenDrops, last.listenDrops),
  };
}

/** Counters start again at zero when they are full. */
function counted(first: bigint, last: bigint): number {
  if (last >= first) return Number(last - first);
  const size = first < 2n ** 32n ? 2n ** 32n : 2n ** 64n;
  return Number(last - first + size);
}
