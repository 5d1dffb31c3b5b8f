import {
  listeningSockets,
  listeningUnixSockets,
  readDescriptors,
  socketInodes,
  type Sockets,
} from "@stackbench/host";

/** Where processes of this machine listen. */
export function socketsOf(processes: readonly { pid: number }[]): Sockets {
  const inodes = new Set(
    processes.flatMap(({ pid }) => [...socketInodes(readDescriptors(pid) ?? [])]),
  );
  return {
    tcp: listeningSockets().filter(({ inode }) => inodes.has(inode)),
    unix: listeningUnixSockets().filter(({ inode }) => inodes.has(inode)),
  };
}
