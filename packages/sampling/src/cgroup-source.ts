import { join } from "node:path";
import {
  readNumber,
  readText,
  ticksPerSecond,
  valueOf,
  type CgroupDirectory,
  type CgroupPaths,
} from "@stackbench/host";
import { between } from "./source.ts";
import type { CpuReading, MemoryReading, Source } from "./source.ts";

const nanoseconds = 1e9;
const microseconds = 1e6;

/**
 * A service that has a cgroup of its own. `readThrottled` reads for how long quotas of it and of the groups above held it
 * back, seconds. Undefined where its CPU time is accounted nowhere.
 */
export function cgroupSource(
  paths: CgroupPaths,
  readThrottled: () => number | undefined,
): Source | undefined {
  const { cpuAccounting, memory } = paths;
  if (!cpuAccounting) return undefined;
  const readCpu = (): CpuReading | undefined => {
    const used =
      cpuAccounting.version === "v1"
        ? readCpuV1(cpuAccounting.path)
        : readCpuV2(cpuAccounting.path);
    const throttledSeconds = readThrottled();
    return used && { ...used, ...(throttledSeconds !== undefined && { throttledSeconds }) };
  };
  let first: CpuReading | undefined;
  return {
    name: cpuAccounting.version === "v1" ? "cgroup-v1" : "cgroup-v2",
    begin: () => {
      first = readCpu();
    },
    end: () => {
      const last = readCpu();
      return first && last && between(first, last);
    },
    poll: () => readMemory(cpuAccounting, memory),
    pids: () => readPids(cpuAccounting) ?? [],
    memoryPeakBytes: () =>
      memory &&
      readNumber(
        join(memory.path, memory.version === "v1" ? "memory.max_usage_in_bytes" : "memory.peak"),
      ),
  };
}

/**
 * `cpuacct.usage` is exact to the nanosecond; `usage_user` and `usage_sys` count clock ticks, so they
 * only tell how to divide it. Kernels without them have the two in `cpuacct.stat`.
 */
function readCpuV1(path: string): CpuReading | undefined {
  const total = readNumber(join(path, "cpuacct.usage"));
  const exact = total === undefined ? {} : { totalSeconds: total / nanoseconds };
  const user = readNumber(join(path, "cpuacct.usage_user"));
  const system = readNumber(join(path, "cpuacct.usage_sys"));
  if (user !== undefined && system !== undefined) {
    return { userSeconds: user / nanoseconds, systemSeconds: system / nanoseconds, ...exact };
  }
  const stat = readText(join(path, "cpuacct.stat"));
  const userTicks = valueOf(stat, "user");
  const systemTicks = valueOf(stat, "system");
  if (userTicks === undefined || systemTicks === undefined) return undefined;
  return {
    userSeconds: userTicks / ticksPerSecond,
    systemSeconds: systemTicks / ticksPerSecond,
    ...exact,
  };
}

function readCpuV2(path: string): CpuReading | undefined {
  const stat = readText(join(path, "cpu.stat"));
  const user = valueOf(stat, "user_usec");
  const system = valueOf(stat, "system_usec");
  if (user === undefined || system === undefined) return undefined;
  return { userSeconds: user / microseconds, systemSeconds: system / microseconds };
}

/** As this process sees them. `pids.current` would count their threads. */
function readPids({ path }: CgroupDirectory): number[] | undefined {
  const members = readText(join(path, "cgroup.procs"));
  return members?.split("\n").filter(Boolean).map(Number);
}

function readMemory(
  anyDirectory: CgroupDirectory,
  memory: CgroupDirectory | undefined,
): MemoryReading {
  const pids = readPids(anyDirectory);
  const workingSetBytes = memory && readWorkingSet(memory);
  return {
    ...(pids && { processes: pids.length }),
    ...(workingSetBytes !== undefined && { workingSetBytes }),
  };
}

/** Usage without the inactive part of the file cache, which the kernel takes back before it kills anything. */
function readWorkingSet(memory: CgroupDirectory): number | undefined {
  const v1 = memory.version === "v1";
  const usage = readNumber(join(memory.path, v1 ? "memory.usage_in_bytes" : "memory.current"));
  const stat = readText(join(memory.path, "memory.stat"));
  const inactive = v1 ? valueOf(stat, "total_inactive_file") : valueOf(stat, "inactive_file");
  if (usage === undefined || inactive === undefined) return undefined;
  return Math.max(0, usage - inactive);
}
