import { readFileSync } from "node:fs";

/** `stackbench ab <pid> <start>`: who made a worktree, written as the reason of its lock. */
const pattern = /^stackbench ab (\d+) (\S+)$/;

/** The reason that this process locks its worktrees with. */
export function ownReason(): string {
  return `stackbench ab ${process.pid} ${startOf(process.pid) ?? "unknown"}`;
}

/** Whether a lock's reason names an `ab` that has died; never for anybody else's lock. */
export function isLeftover(reason: string): boolean {
  const [, pid, start] = pattern.exec(reason) ?? [];
  if (pid === undefined || start === undefined) return false;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return true;
  }
  // A later process may have got the same pid.
  const now = startOf(Number(pid));
  return start !== "unknown" && now !== undefined && now !== start;
}

/** Boot id and clock ticks since that boot; undefined where /proc does not tell. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    // The second field is the name in parentheses and may hold blanks; the start time is field 22.
    const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    return ticks === undefined ? undefined : `${boot}/${ticks}`;
  } catch {
    return undefined;
  }
}
