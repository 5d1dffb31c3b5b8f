import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { withThoseAbove, type CgroupDirectory, type CgroupPaths } from "./cgroup-paths.ts";
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
  const find = (controller: string): CgroupDirectory | undefined => {
    const place = placeOf(controller, containerId, fileSystemRoot);
    return place && { version: place.version, path: join(place.mounted, place.inside) };
  };
  const found = { cpuAccounting: find("cpuacct"), memory: find("memory") };
  return {
    ...(found.cpuAccounting && { cpuAccounting: found.cpuAccounting }),
    ...(found.memory && { memory: found.memory }),
  };
}

/** As `cpuGroupsOf`, of a container: the groups whose CPU quota holds it back, its own first. */
export function cpuGroupsOfContainer(containerId: string, fileSystemRoot = ""): CgroupDirectory[] {
  const place = placeOf("cpu", containerId, fileSystemRoot);
  return place ? withThoseAbove(place.version, place.mounted, place.inside) : [];
}

interface Place {
  version: CgroupDirectory["version"];
  mounted: string;
  /** Of the container, below what is mounted. */
  inside: string;
}

function placeOf(
  controller: string,
  containerId: string,
  fileSystemRoot: string,
): Place | undefined {
  const mounts = readMounts(fileSystemRoot) ?? [];
  const v1 = mounts.findLast(
    ({ type, superOptions }) => type === "cgroup" && superOptions.includes(controller),
  );
  // Mounted anew over the one that every container has: the last is what is seen.
  const mount: Mount | undefined = v1 ?? mounts.findLast(({ type }) => type === "cgroup2");
  if (mount === undefined) return undefined;
  const mounted = join(fileSystemRoot, mount.path);
  const path = groupBelow(mounted, containerId, deepest);
  const version = v1 ? "v1" : "v2";
  return path === undefined ? undefined : { version, mounted, inside: relative(mounted, path) };
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
