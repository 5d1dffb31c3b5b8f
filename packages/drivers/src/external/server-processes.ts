import {
  cpusOf,
  listeningSockets,
  listeningUnixSockets,
  readDescriptors,
  readProcessName,
  readProcessTable,
  socketInodes,
  socketsFor,
  type ProcessTable,
} from "@stackbench/host";
import { socketName, type CpuSet, type Target } from "@stackbench/model";

/** A process that listens at an address, and none of whose ancestors does. */
export interface ServerProcess {
  pid: number;
  startTime: string;
  /** Its name as the kernel has it, 15 characters at most: `gunicorn`. */
  name: string;
  /** The CPUs that it may use; undefined where that cannot be read. */
  cpus: CpuSet | undefined;
}

/** They hold a port for a server that lives elsewhere: their CPU time is not the server's. */
const forwarders: ReadonlySet<string> = new Set([
  "docker-proxy",
  "rootlessport",
  "rootlesskit",
  "ssh",
]);

/**
 * Who listens at an address of this machine, by its sockets' inodes; empty where nobody can be seen to: a process of
 * another user, in another network namespace (a container), behind a port forwarder, or no Linux.
 */
export function findServerProcesses(target: Target): ServerProcess[] {
  const inodes = new Set(listenersAt(target).map(({ inode }) => inode));
  if (inodes.size === 0) return [];
  const table = readProcessTable();
  const holders = [...table.keys()].filter(
    (pid) => !socketInodes(readDescriptors(pid) ?? []).isDisjointFrom(inodes),
  );
  const servers = withoutDescendants(holders, table).map((pid): ServerProcess => {
    return {
      pid,
      startTime: table.get(pid)!.startTime,
      name: readProcessName(pid),
      cpus: cpusOf(pid),
    };
  });
  return servers.some(({ name }) => forwarders.has(name)) ? [] : servers;
}

function listenersAt({ host, address = host, port, socketPath }: Target): { inode: string }[] {
  if (socketPath === undefined) return socketsFor(listeningSockets(), { address, port });
  const bound = socketName(socketPath);
  return listeningUnixSockets().filter(({ path }) => path === bound);
}

/** Workers inherit the socket of their parent, and are its descendants: they are counted with it. */
function withoutDescendants(pids: readonly number[], table: ProcessTable): number[] {
  const holders = new Set(pids);
  return pids.filter((pid) => {
    for (let at = table.get(pid)?.parent; at !== undefined; at = table.get(at)?.parent) {
      if (holders.has(at)) return false;
    }
    return true;
  });
}
