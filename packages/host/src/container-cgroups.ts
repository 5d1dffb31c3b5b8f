import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import {
  cgroupPathsBy,
  withThoseAbove,
  type CgroupDirectory,
  type CgroupPaths,
} from "./cgroup-paths.ts";
import { readMounts, type Mount } from "./mounts.ts";

/** Where a machine shows its control groups. */
export const cgroupTree = "/sys/fs/cgroup";

/** Engines put their containers' groups below one of their own, systemd below slices: no deeper than this. */
const deepest = 8;

/** The groups of a container, and those whose CPU quota holds it back as `cpuGroupsOf` has them: its own first. */
export interface ContainerCgroups {
  paths: CgroupPaths;
  cpuGroups: CgroupDirectory[];
}

/**
 * Finds the cgroups of a container by its id, for whoever sees the hierarchy but none of the container's processes: in
 * another pid namespace. A controller that is mounted nowhere, or has no such group, is absent.
 */
export function findContainerCgroups(containerId: string, fileSystemRoot = ""): ContainerCgroups {
  const mounts = readMounts(fileSystemRoot) ?? [];
  /** Controllers that are mounted together are looked for once. */
  const found = new Map<Mount, string | undefined>();
  const groupsOf = (controller: string): CgroupDirectory[] => {
    const v1 = mounts.findLast(
      ({ type, superOptions }) => type === "cgroup" && superOptions.includes(controller),
    );
    // Mounted anew over the one that every container has: the last is what is seen.
    const mount = v1 ?? mounts.findLast(({ type }) => type === "cgroup2");
    if (mount === undefined) return [];
    const mounted = join(fileSystemRoot, mount.path);
    if (!found.has(mount)) found.set(mount, groupBelow(mounted, containerId, deepest));
    const path = found.get(mount);
    if (path === undefined) return [];
    return withThoseAbove(v1 ? "v1" : "v2", mounted, relative(mounted, path));
  };
  return {
    paths: cgroupPathsBy((controller) => groupsOf(controller)[0]),
    cpuGroups: groupsOf("cpu"),
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
