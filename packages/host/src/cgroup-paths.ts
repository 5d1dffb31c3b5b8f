import { join } from "node:path";
import { readMounts, type Mount } from "./mounts.ts";
import { readText } from "./read-file.ts";

/** A directory of the cgroup file system, and which of the two interfaces it speaks. */
export interface CgroupDirectory {
  version: "v1" | "v2";
  path: string;
}

/** Where a process's CPU, memory and processes are accounted; a controller that is mounted nowhere is absent. */
export interface CgroupPaths {
  cpuAccounting?: CgroupDirectory;
  memory?: CgroupDirectory;
}

/**
 * Finds the cgroups of process `pid`. On a hybrid system each controller is looked for in v1 first,
 * since a controller belongs to one hierarchy only. A process in a root cgroup has none of its own
 * there: the figures would be the whole machine's.
 */
export function findCgroups(pid: number, fileSystemRoot = ""): CgroupPaths {
  const groups = readGroups(pid, fileSystemRoot);
  if (!groups) return {};
  return cgroupPathsBy((controller) => {
    const place = groups.placeOf(controller);
    const path = place && locate(place, fileSystemRoot);
    return path === undefined ? undefined : { version: place!.version, path };
  });
}

/** `find`: the group by the name of its controller. */
export function cgroupPathsBy(
  find: (controller: "cpuacct" | "memory") => CgroupDirectory | undefined,
): CgroupPaths {
  const [cpuAccounting, memory] = [find("cpuacct"), find("memory")];
  return { ...(cpuAccounting && { cpuAccounting }), ...(memory && { memory }) };
}

/**
 * The groups whose CPU quota holds process `pid` back: its own first, then those above it, as far as they are mounted.
 * The mounted root is among them, for in a container it may be the container's own group.
 */
export function cpuGroupsOf(pid: number | "self", fileSystemRoot = ""): CgroupDirectory[] {
  const place = readGroups(pid, fileSystemRoot)?.placeOf("cpu");
  const inside = place && pathInside(place);
  if (!place || inside === undefined) return [];
  return withThoseAbove(place.version, join(fileSystemRoot, place.mount.path), inside);
}

/** The group at `inside` of what is mounted at `mounted`, then those above it up to the mounted root. */
export function withThoseAbove(
  version: CgroupDirectory["version"],
  mounted: string,
  inside: string,
): CgroupDirectory[] {
  const names = inside.split("/").filter(Boolean);
  return Array.from({ length: names.length + 1 }, (_, above) => ({
    version,
    path: join(mounted, ...names.slice(0, names.length - above)),
  }));
}

/** The interface of the hierarchy in which the CPU time of process `pid` is accounted. */
export function cgroupVersionOf(pid: number | "self", fileSystemRoot = ""): "v1" | "v2" | "none" {
  return readGroups(pid, fileSystemRoot)?.placeOf("cpuacct")?.version ?? "none";
}

/** Where a process stands in the hierarchy that holds one controller. */
interface Place {
  version: "v1" | "v2";
  mount: Mount;
  cgroup: string;
}

function readGroups(
  pid: number | "self",
  fileSystemRoot: string,
): { placeOf(controller: string): Place | undefined } | undefined {
  const paths = readMembership(pid, fileSystemRoot);
  const mounts = readMounts(fileSystemRoot);
  if (paths === undefined || mounts === undefined) return undefined;
  const unified = mounts.find(({ type }) => type === "cgroup2");
  return {
    placeOf: (controller) => {
      // A controller that v1 holds is not in v2, wherever the process is there.
      const v1 = mounts.find(
        ({ type, superOptions }) => type === "cgroup" && superOptions.includes(controller),
      );
      const [mount, cgroup] = v1 ? [v1, paths.get(controller)] : [unified, paths.get("")];
      if (mount === undefined || cgroup === undefined) return undefined;
      return { version: v1 ? "v1" : "v2", mount, cgroup };
    },
  };
}

/** The cgroup of a process in each v1 hierarchy by controller, v2's under the empty name; undefined where there is no such process. */
export function readMembership(
  pid: number | "self",
  fileSystemRoot = "",
): ReadonlyMap<string, string> | undefined {
  const text = readText(`${fileSystemRoot}/proc/${pid}/cgroup`, "utf8");
  return text === undefined ? undefined : parseMembership(text);
}

/** Lines `4:cpu,cpuacct:/path`; v2's is `0::/path` and stands under the empty name. */
function parseMembership(text: string): Map<string, string> {
  const paths = new Map<string, string>();
  for (const line of text.split("\n")) {
    const match = /^\d+:([^:]*):(.+)$/.exec(line);
    if (match) for (const controller of match[1]!.split(",")) paths.set(controller, match[2]!);
  }
  return paths;
}

function locate(place: Place, fileSystemRoot: string): string | undefined {
  const inside = pathInside(place);
  // Above the mounted part nothing can be read.
  if (place.cgroup === "/" || inside === undefined) return undefined;
  return join(fileSystemRoot, place.mount.path, inside);
}

/** The group's path below the mount; undefined where it is not below it. */
function pathInside({ mount, cgroup }: Place): string | undefined {
  const below =
    mount.root !== "/" && cgroup.startsWith(mount.root) ? cgroup.slice(mount.root.length) : cgroup;
  const inside = below === "" ? "/" : below;
  return inside.startsWith("/..") ? undefined : inside;
}
