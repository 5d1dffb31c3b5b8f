import type { Source } from "./source.ts";

/** This very process, all its threads. */
export function selfSource(): Source {
  let first: NodeJS.CpuUsage | undefined;
  return {
    name: "self",
    begin: () => {
      first = process.cpuUsage();
    },
    end: () => {
      if (!first) return undefined;
      const { user, system } = process.cpuUsage(first);
      return { userSeconds: user / 1e6, systemSeconds: system / 1e6 };
    },
    poll: () => ({ workingSetBytes: process.memoryUsage.rss(), processes: 1 }),
    pids: () => [process.pid],
    // maxRSS is in KiB whatever the system.
    memoryPeakBytes: () => process.resourceUsage().maxRSS * 1024,
  };
}
