import {
  addDescendants,
  hasInEnvironment,
  readProcess,
  readProcessTable,
  type ProcessEntry,
} from "@stackbench/host";
import { carriesMark } from "./mark.ts";

/** In the environment of everything that the driver starts, and so of all that those start. */
export const tokenVariable = "STACKBENCH_TOKEN";

export interface Leader {
  pid: number;
  startTime: string;
}

/**
 * The living processes that belong to a holding: its leaders, whatever carries its mark or token, the
 * leaders' process groups and sessions, and all descendants of these. A process that took over a
 * dead leader's pid is not among them.
 */
export function findMembers(token: string, leaders: readonly Leader[]): ProcessEntry[] {
  const table = readProcessTable();
  const living = new Set(
    leaders.filter((leader) => table.get(leader.pid)?.startTime === leader.startTime).map(pidOf),
  );
  const members = new Set<number>();
  for (const entry of table.values()) {
    const led = living.has(entry.pid) || living.has(entry.group) || living.has(entry.session);
    if (led || carriesMark(entry.pid, token) || hasInEnvironment(entry.pid, tokenVariable, token))
      members.add(entry.pid);
  }
  addDescendants(members, table);
  members.delete(process.pid);
  members.delete(1);
  return [...members].map((pid) => table.get(pid)!);
}

/** These processes, as far as they still are who they were, and all that descend from them: parents before children. */
export function findFamily(roots: readonly Leader[]): ProcessEntry[] {
  const table = readProcessTable();
  const family = new Set(
    roots.filter(({ pid, startTime }) => table.get(pid)?.startTime === startTime).map(pidOf),
  );
  addDescendants(family, table);
  return [...family].map((pid) => table.get(pid)!);
}

function pidOf({ pid }: Leader): number {
  return pid;
}

export function isAlive(entry: Leader): boolean {
  return readProcess(entry.pid)?.startTime === entry.startTime;
}

/** Sends a signal to those that still are who they were. Gives how many of them it may not be sent to: somebody else started them. */
export function signalMembers(members: readonly Leader[], signal: NodeJS.Signals): number {
  let refused = 0;
  for (const member of members) {
    if (!isAlive(member)) continue;
    try {
      process.kill(member.pid, signal);
    } catch (error) {
      // Otherwise it ended meanwhile, which the next look finds.
      if ((error as NodeJS.ErrnoException).code === "EPERM") refused++;
    }
  }
  return refused;
}
