import { join } from "node:path";
import { readText, valueOf, type CgroupDirectory } from "@stackbench/host";

/**
 * Reads for how long a quota did not let any of these control groups run, a service's own and those above it, seconds since
 * they were made. A group is not told of what was withheld from those above it, so that all are read, and summed. Undefined
 * where none tells.
 */
export function throttleReader(groups: readonly CgroupDirectory[]): () => number | undefined {
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
