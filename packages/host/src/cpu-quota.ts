import { join } from "node:path";
import { cpuGroupsOf, type CgroupDirectory } from "./cgroup-paths.ts";
import { readNumber, readText } from "./read-file.ts";

/**
 * CPUs that process `pid` may use by the smallest CPU quota of its control group and of those above it, as far as they
 * are mounted; undefined where none is set. 1.5 is 150 ms of CPU time in each 100 ms.
 */
export function cpuQuotaOf(pid: number | "self", fileSystemRoot = ""): number | undefined {
  const quotas = cpuGroupsOf(pid, fileSystemRoot)
    .map(readQuota)
    .filter((cpus) => cpus !== undefined);
  return quotas.length === 0 ? undefined : Math.min(...quotas);
}

/** In CPUs; undefined without a limit, and in a root group, which has no such file. */
function readQuota({ version, path }: CgroupDirectory): number | undefined {
  if (version === "v1") {
    // -1 without a limit, which is no number to `readNumber`.
    const quota = readNumber(join(path, "cpu.cfs_quota_us"));
    const period = readNumber(join(path, "cpu.cfs_period_us"));
    return quota === undefined || !period ? undefined : quota / period;
  }
  const match = /^(\d+) (\d+)/.exec(readText(join(path, "cpu.max")) ?? "");
  return match ? Number(match[1]) / Number(match[2]) : undefined;
}
