import { join } from "node:path";
import { cpuGroupsOf, readText, valueOf, type CgroupDirectory } from "@stackbench/host";

/**
 * Reads for how long a quota did not let the control group of process `pid` run, or one above it, seconds since these
 * were made. A group is not told of what was withheld from those above it, so that all are read, and summed. Undefined
 * where none tells.
 */
export function throttleReader(pid: number, fileSystemRoot: string): () => number | undefined {
  const groups = cpuGroupsOf(pid, fileSystemRoot);
  return () => {
    const times = groups.map(readThrottled).filter((time) => time !== undefined);
    return times.length === 0 ? undefined : times.reduce((sum, time) => sum + time, 0);
  };
}

function readThrottled({ version, path }: CgroupDirectory): number | undefined {
  const stat = readText(join(path, "cpu.stat"));
  const [value, perSecond] =
    version === "v1"
      ? [valueOf(stat, "throttled_time"), 1e9]
      : [valueOf(stat, "throttled_usec"), 1e6];
  return value === undefined ? undefined : value / perSecond;
}
