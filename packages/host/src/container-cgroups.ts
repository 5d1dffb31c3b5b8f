import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { CgroupDirectory, CgroupPaths } from "./cgroup-paths.ts";
import { readMounts, type Mount } from "./mounts.ts";

/** Where a machine shows its control groups. */
export const cgroupTree = "/sys/fs/cgroup";

/** Engines put their containers' groups below one of their own, systemd below slices: no deeper than this. */
const deepest = 8;

/**
 * Finds the cgroups of a container by its id, for whoever sees the hierarchy but none of the container's processes: in
 * another pid namespace. A controller that is mounted nowhere, or has no such group, is absent.
 */
export function findContainerCgroups(containerId: string, fileSystemRoot = ""): CgroupPaths {
  const mounts = readMounts(fileSystemRoot) ?? [];
  const find = (controller: string): CgroupDirectory | undefined => {
    const v1 = mounts.findLast(
      ({ type, superOptions }) => type === "cgroup" && superOptions.includes(controller),
    );
    // Mounted anew over the one that every container has: the last is what is seen.
    const mount: Mount | undefined = v1 ?? mounts.findLast(({ type }) => type === "cgroup2");
    if (mount === undefined) return undefined;
    const path = groupBelow(join(fileSystemRoot, mount.path), containerId, deepest);
    return path === undefined ? undefined : { version: v1 ? "v1" : "v2", path };
  };
  const found = { cpuAccounting: find("cpuacct"), memory: find("memory") };
  return {
    ...(found.cpuAccounting && { cpuAccounting: found.cpuAccounting }),
    ...(found.memory && { memory: found.memory }),
  };
}

/** `<id>` by the cgroupfs driver, `docker-<id>.scope` by systemd's. */
function groupBelow(directory: string, containerId: string, depth: number): string | undefined {
  const names = foldersIn(directory);
  const own = names.find((name) => name === containerId || name === `docker-${containerId}.scope`);
  if (own !== undefined) return join(directory, own);
  if (depth === 0) return undefined;
  for (const name of names) {
    const found = groupBelow(join(directory, name), containerId, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function foldersIn(directory: string): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    // Another container's group, gone meanwhile.
    return [];
  }
}
