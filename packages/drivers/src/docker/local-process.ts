import { readFileSync } from "node:fs";

/** Whether that pid is, on this host, a process of that container: not with an engine elsewhere, or in a virtual machine. */
export function isProcessOf(pid: number, containerId: string): boolean {
  return readFile(`/proc/${pid}/cgroup`)?.includes(containerId) ?? false;
}

/**
 * Signals a process of a container from the host: quicker than through the engine. False where
 * that pid is not, on this host, a process of that container (an engine elsewhere, or in a VM).
 */
export function killFromHost(pid: number, containerId: string, signal: NodeJS.Signals): boolean {
  if (!isProcessOf(pid, containerId)) return false;
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}

/**
 * Processes that the kernel has killed for memory in the cgroup of `pid`; undefined where
 * this host does not show it.
 */
export function memoryKillsOf(pid: number, containerId: string): number | undefined {
  const memberships = readFile(`/proc/${pid}/cgroup`);
  if (!memberships?.includes(containerId)) return undefined;
  const events = memoryEventsPaths(memberships)
    .map(readFile)
    .find((text) => text !== undefined);
  const count = events === undefined ? undefined : /^oom_kill (\d+)$/m.exec(events)?.[1];
  return count === undefined ? undefined : Number(count);
}

/** Where the kernel counts them: cgroup v1, then v2. */
export function memoryEventsPaths(memberships: string): string[] {
  const paths: string[] = [];
  for (const line of memberships.split("\n")) {
    const [, controllers = "", path = ""] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (controllers.split(",").includes("memory")) {
      paths.push(`/sys/fs/cgroup/memory${path}/memory.oom_control`);
    } else if (controllers === "" && path !== "") {
      paths.push(`/sys/fs/cgroup${path}/memory.events`);
    }
  }
  return paths;
}

function readFile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
