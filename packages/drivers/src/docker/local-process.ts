import { join } from "node:path";
import { findCgroups, readMembership, readText, valueOf } from "@stackbench/host";

/** Whether that pid is, on this host, a process of that container: not with an engine elsewhere, or in a virtual machine. */
export function isProcessOf(pid: number, containerId: string, fileSystemRoot = ""): boolean {
  const groups = readMembership(pid, fileSystemRoot)?.values();
  return groups?.some((group) => group.includes(containerId)) ?? false;
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
export function memoryKillsOf(
  pid: number,
  containerId: string,
  fileSystemRoot = "",
): number | undefined {
  if (!isProcessOf(pid, containerId, fileSystemRoot)) return undefined;
  const { memory } = findCgroups(pid, fileSystemRoot);
  if (memory === undefined) return undefined;
  const name = memory.version === "v1" ? "memory.oom_control" : "memory.events";
  return valueOf(readText(join(memory.path, name)), "oom_kill");
}
