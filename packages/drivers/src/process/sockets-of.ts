import { listeningSockets, listeningUnixSockets, type Sockets } from "@stackbench/contract";
import { socketInodes } from "./socket-inodes.ts";

/** Where processes of this machine listen. */
export function socketsOf(processes: readonly { pid: number }[]): Sockets {
  const inodes = new Set(processes.flatMap(({ pid }) => [...socketInodes(pid)]));
  return {
    tcp: listeningSockets().filter(({ inode }) => inodes.has(inode)),
    unix: listeningUnixSockets().filter(({ inode }) => inodes.has(inode)),
  };
}
