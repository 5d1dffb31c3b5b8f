import { addDescendants, readAllProcessStats, ticksPerSecond } from "@stackbench/host";
import type { ProcessStat } from "@stackbench/host";

/** CPU time so far of `root` and all that it started, as far as they live: seconds, by process. */
export function appProcesses(root: number): Map<number, number> {
  const all = readAllProcessStats();
  const members = new Set(all.has(root) ? [root] : []);
  addDescendants(members, all);
  return new Map([...members].map((pid) => [pid, cpuSecondsOf(all.get(pid)!)]));
}

function cpuSecondsOf({ userTicks, systemTicks }: ProcessStat): number {
  return (userTicks + systemTicks) / ticksPerSecond;
}
