import { join } from "node:path";
import { readText } from "./read-file.ts";

/** A directory of the cgroup file system, and which of the two interfaces it speaks. */
export interface CgroupDirectory {
  version: "v1" | "v2";
  path: string;
}

/** Where a process's CPU, memory and processes are accounted; a controller that is mounted nowhere is absent. */
export interface CgroupPaths {
  cpuAccounting?: CgroupDirectory;
  cpuQuota?: CgroupDirectory;
  memory?: CgroupDirectory;
}

interface Mount {
  /** The part of the hierarchy that is mounted. */
  root: string;
  path: string;
}

/**
 * Finds the cgroups of process `pid`. On a hybrid system each controller is looked for in v1 first,
 * since a controller belongs to one hierarchy only. A process in a root cgroup has none of its own
 * there: the figures would be the whole machine's.
 */
export function findCgroups(pid: number, fileSystemRoot = "/"): CgroupPaths {
  const membership = readText(join(fileSystemRoot, "proc", `${pid}`, "cgroup"));
  const mounts = readText(join(fileSystemRoot, "proc", "self", "mountinfo"));
  if (membership === undefined || mounts === undefined) return {};
  const { byController, unified } = parseMounts(mounts);
  const paths = parseMembership(membership);
  const find = (controller: string): CgroupDirectory | undefined => {
    const v1 = locate(byController.get(controller), paths.get(controller), fileSystemRoot);
    if (v1 !== undefined) return { version: "v1", path: v1 };
    // A controller that v1 holds is not in v2, wherever the process is there.
    if (byController.has(controller)) return undefined;
    const v2 = locate(unified, paths.get(""), fileSystemRoot);
    return v2 === undefined ? undefined : { version: "v2", path: v2 };
  };
  const found = { cpuAccounting: find("cpuacct"), cpuQuota: find("cpu"), memory: find("memory") };
  return {
    ...(found.cpuAccounting && { cpuAccounting: found.cpuAccounting }),
    ...(found.cpuQuota && { cpuQuota: found.cpuQuota }),
    ...(found.memory && { memory: found.memory }),
  };
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

/** Lines `31 23 0:28 <root> <path> <options> [fields] - <type> <source> <super options>`. */
function parseMounts(text: string): {
  byController: Map<string, Mount>;
  unified: Mount | undefined;
} {
  const byController = new Map<string, Mount>();
  let unified: Mount | undefined;
  for (const line of text.split("\n")) {
    const [left, right] = line.split(" - ");
    if (left === undefined || right === undefined) continue;
    const fields = left.split(" ");
    const [type, , superOptions] = right.split(" ");
    const mount = { root: unescape(fields[3] ?? "/"), path: unescape(fields[4] ?? "/") };
    if (type === "cgroup2") unified ??= mount;
    if (type !== "cgroup") continue;
    for (const option of (superOptions ?? "").split(",")) {
      if (!byController.has(option)) byController.set(option, mount);
    }
  }
  return { byController, unified };
}

function locate(
  mount: Mount | undefined,
  cgroup: string | undefined,
  fileSystemRoot: string,
): string | undefined {
  if (mount === undefined || cgroup === undefined) return undefined;
  const below =
    mount.root !== "/" && cgroup.startsWith(mount.root) ? cgroup.slice(mount.root.length) : cgroup;
  const inside = below === "" ? "/" : below;
  // Above the mounted part nothing can be read.
  if (cgroup === "/" || inside.startsWith("/..")) return undefined;
  return join(fileSystemRoot, mount.path, inside);
}

/** mountinfo writes blanks and the like as octal numbers. */
function unescape(text: string): string {
  return text.replace(/\\(\d{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}
