import { readText } from "./read-file.ts";

/** Counters since the network namespace was made. Of the kernel's own width: 64 bits today, 32 on small machines. */
export interface ListenCounters {
  listenOverflows: bigint;
  listenDrops: bigint;
}

/** `TcpExt` of the network namespace that a process lives in; undefined where it cannot be read. */
export function readListenCounters(
  pid: number | "self",
  fileSystemRoot = "",
): ListenCounters | undefined {
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
