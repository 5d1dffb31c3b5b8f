import { execFileSync } from "node:child_process";
import { readThreadMasks } from "@stackbench/host";
import { findFamily, isAlive } from "./members.ts";
import type { Leader } from "./members.ts";

/** A process of somebody else's and the CPUs that it, and what it starts, might use before it was pinned. */
export interface Pin extends Leader {
  /** As the kernel lists them: `0-3,8`. */
  cpus: string;
}

/** The living processes of some roots, and where each may run. Throws an Error for one whose threads differ. */
export function readPins(roots: readonly Leader[]): Pin[] {
  return findFamily(roots).flatMap(({ pid, startTime }) => {
    const lists = new Set(readThreadMasks(pid));
    const [cpus] = lists;
    // It ended meanwhile.
    if (cpus === undefined) return [];
    if (lists.size > 1) {
      const got = [...lists].join(" and ");
      throw new Error(`process ${pid} pins its own threads (to CPUs ${got})`);
    }
    return [{ pid, startTime, cpus }];
  });
}

/** Throws an Error where that is not allowed. */
export function pin(taskset: string, pins: readonly Leader[], cpus: string): void {
  for (const one of pins) allow(taskset, one, cpus);
}

/** Gives back to each, and to all that it has started meanwhile, what it might use before. */
export function unpin(taskset: string, pins: readonly Pin[]): void {
  const cpusOf = new Map(pins.map(({ pid, cpus }) => [pid, cpus]));
  // A parent comes before its children: what was started meanwhile may use what its parent might.
  for (const member of findFamily(pins)) {
    const cpus = cpusOf.get(member.pid) ?? cpusOf.get(member.parent)!;
    cpusOf.set(member.pid, cpus);
    try {
      allow(taskset, member, cpus);
    } catch {
      // It ended meanwhile.
    }
  }
}

/** `taskset` fails for a thread that ends while it goes through them. */
const attempts = 5;

function allow(taskset: string, entry: Leader, cpus: string): void {
  for (let attempt = 1; isAlive(entry); attempt++) {
    try {
      execFileSync(taskset, ["-a", "-c", "-p", cpus, `${entry.pid}`], { stdio: "pipe" });
      return;
    } catch (error) {
      if (attempt === attempts && isAlive(entry)) throw error;
    }
  }
}
