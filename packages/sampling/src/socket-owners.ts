import { readDescriptors, readTcpSockets, socketInodes, tcpStates } from "@stackbench/host";

/** Sockets of one network namespace, of TCP over IPv4 and IPv6: ports by inode. */
export interface ListenedSockets {
  listening: ReadonlyMap<string, number>;
  /** Connections that came in: established, to a port that somebody listens at. */
  accepted: ReadonlyMap<string, number>;
}

/** Of one service. More are dear to look through, and with so many connections chance shares them out well. */
const mostDescriptors = 20_000;

/** The sockets of the network namespace that process `pid` lives in; undefined where they cannot be read. */
export function readListened(pid: number, fileSystemRoot: string): ListenedSockets | undefined {
  const sockets = readTcpSockets(pid, fileSystemRoot);
  if (sockets.length === 0) return undefined;
  const inState = (wanted: string) => sockets.filter(({ state }) => state === wanted);
  const listening = new Map(inState(tcpStates.listening).map(({ inode, port }) => [inode, port]));
  const ports = new Set(listening.values());
  const incoming = inState(tcpStates.established).filter(({ port }) => ports.has(port));
  return { listening, accepted: new Map(incoming.map(({ inode, port }) => [inode, port])) };
}

/**
 * The inodes of the sockets that each process holds, in the order of `pids`; undefined where one of them cannot be
 * looked into, or all together have too many open files.
 */
export function readSocketsOf(
  pids: readonly number[],
  fileSystemRoot: string,
): string[][] | undefined {
  let left = mostDescriptors;
  const found: string[][] = [];
  for (const pid of pids) {
    const descriptors = readDescriptors(pid, fileSystemRoot);
    left -= descriptors?.length ?? 0;
    if (descriptors === undefined || left < 0) return undefined;
    found.push([...socketInodes(descriptors)]);
  }
  return found;
}
