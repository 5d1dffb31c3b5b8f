import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { findFamily, isAlive } from "./members.ts";
import type { Leader } from "./members.ts";

/** A process of somebody else's and the CPUs that it, and what it starts, might use before it was pinned. */
export interface Pin extends Leader {
  /** As the kernel lists them: `0-3,8`. */
  cpus: string;
}

/** The living processes of some roots, and where each may run. Throws an Error for one whose threads differ. */
export function readPins(roots: readonly Leader[]): Pin[] {
  return findFamily(roots).map(({ pid, startTime }) => {
    const lists = new Set(
      readdirSync(`/proc/${pid}/task`).map((thread) => allowedOf(`/proc/${pid}/task/${thread}`)),
    );
    const [cpus] = lists;
    if (cpus === undefined || lists.size > 1) {
      const got = [...lists].join(" and ");
      throw new Error(`process ${pid} pins its own threads (to CPUs ${got})`);
    }
    return { pid, startTime, cpus };
  });
}

/** Throws an Error where that is not allowed. */
export function pin(taskset: string, pins: readonly Leader[], cpus: string): void {
  for (const one of pins) allow(taskset, one, cpus);
}

/** Gives back to each, and to all that it has started meanwhile, what it might use before. */
export function unpin(taskset: string, pins: readonly Pin[]): void {
  const known = new Map(pins.map((one) => [one.pid, one]));
  for (const root of pins) {
    for (const member of findFamily([root])) {
      const { cpus } = known.get(member.pid) ?? root;
      try {
        allow(taskset, member, cpus);
      } catch {
        // It ended meanwhile.
      }
    }
  }
}

function allow(taskset: string, entry: Leader, cpus: string): void {
  if (!isAlive(entry)) return;
  execFileSync(taskset, ["-a", "-c", "-p", cpus, `${entry.pid}`], { stdio: "pipe" });
}

function allowedOf(directory: string): string {
  const status = readFileSync(`${directory}/status`, "utf8");
  return /^Cpus_allowed_list:\s*(\S+)/m.exec(status)?.[1] ?? "";
}
