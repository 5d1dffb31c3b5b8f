import { readFile } from "node:fs/promises";
import { codeOf } from "./explain-disk-error.ts";

/** A process, told apart from a later one with the same pid. */
export interface ProcessIdentity {
  pid: number;
  /** Boot id and clock ticks since that boot; null where /proc does not tell. */
  startedAt: string | null;
}

export async function ownIdentity(): Promise<ProcessIdentity> {
  return { pid: process.pid, startedAt: await startOf(process.pid) };
}

/** Whether that very process still runs. */
export async function isAlive({ pid, startedAt }: ProcessIdentity): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    if (codeOf(error) !== "EPERM") return false;
  }
  const startedNow = await startOf(pid);
  if (startedNow === ended) return false;
  return startedAt === null || startedNow === null || startedNow === startedAt;
}

/** Of a process that has ended and that nobody asked after yet (a zombie): it writes nothing any more. */
const ended = "ended";

async function startOf(pid: number): Promise<string | null> {
  try {
    const [stat, bootId] = await Promise.all([
      readFile(`/proc/${pid}/stat`, "utf8"),
      readFile("/proc/sys/kernel/random/boot_id", "utf8"),
    ]);
    // The second field is the name in parentheses and may hold blanks; the start time is field 22.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return ended;
    const ticks = fields[19];
    return ticks === undefined ? null : `${bootId.trim()}/${ticks}`;
  } catch {
    return null;
  }
}
