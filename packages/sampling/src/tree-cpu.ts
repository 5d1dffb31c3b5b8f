import type { ProcessStat } from "./process-stat.ts";

export interface Ticks {
  user: number;
  system: number;
}

type Tree = ReadonlyMap<number, ProcessStat>;

/**
 * CPU ticks that a tree of processes used between two readings.
 *
 * When a process ends and its parent reaps it, the kernel adds its whole life to the parent's
 * counters of children, also what it used before the first reading: that is taken off again. One
 * that was not handed up so (its parent ignores its children's end, or had ended before) is counted
 * as far as it was `lastSeen`. One that was born and ended in between, and not handed up, is lost.
 */
export function ticksBetween(first: Tree, last: Tree, lastSeen: Tree): Ticks {
  const heirs = new Map<number, ProcessStat[]>();
  const orphans: ProcessStat[] = [];
  for (const stat of first.values()) {
    if (survives(stat, last)) continue;
    const heir = heirOf(stat, first, last);
    if (heir === undefined) orphans.push(stat);
    else heirs.set(heir, [...(heirs.get(heir) ?? []), stat]);
  }
  const sum: Ticks = { user: 0, system: 0 };
  for (const stat of last.values()) {
    const before = first.get(stat.pid);
    const known = before?.startTicks === stat.startTicks ? before : undefined;
    sum.user += stat.userTicks - (known?.userTicks ?? 0);
    sum.system += stat.systemTicks - (known?.systemTicks ?? 0);
    const handedUser = stat.childUserTicks - (known?.childUserTicks ?? 0);
    const handedSystem = stat.childSystemTicks - (known?.childSystemTicks ?? 0);
    const ended = heirs.get(stat.pid) ?? [];
    const alreadyUser = total(ended, "user");
    const alreadySystem = total(ended, "system");
    if (handedUser + handedSystem >= alreadyUser + alreadySystem) {
      sum.user += handedUser - alreadyUser;
      sum.system += handedSystem - alreadySystem;
    } else {
      sum.user += handedUser;
      sum.system += handedSystem;
      orphans.push(...ended);
    }
  }
  for (const stat of orphans) {
    const seen = lastSeen.get(stat.pid);
    if (seen?.startTicks !== stat.startTicks) continue;
    sum.user += seen.userTicks + seen.childUserTicks - stat.userTicks - stat.childUserTicks;
    sum.system +=
      seen.systemTicks + seen.childSystemTicks - stat.systemTicks - stat.childSystemTicks;
  }
  return { user: Math.max(0, sum.user), system: Math.max(0, sum.system) };
}

function survives(stat: ProcessStat, last: Tree): boolean {
  return last.get(stat.pid)?.startTicks === stat.startTicks;
}

/** The nearest ancestor that lived on. */
function heirOf(stat: ProcessStat, first: Tree, last: Tree): number | undefined {
  for (let at = first.get(stat.parent); at; at = first.get(at.parent)) {
    if (survives(at, last)) return at.pid;
  }
  return undefined;
}

function total(stats: readonly ProcessStat[], kind: "user" | "system"): number {
  return stats.reduce(
    (sum, stat) =>
      sum +
      (kind === "user"
        ? stat.userTicks + stat.childUserTicks
        : stat.systemTicks + stat.childSystemTicks),
    0,
  );
}
