import { setTimeout as sleep } from "node:timers/promises";
import { endWithinSeconds } from "@stackbench/model";
import { findMembers, isAlive, signalMembers } from "./members.ts";
import { nameProcess } from "./name-process.ts";
import type { Leader } from "./members.ts";

/** How a holding is asked to end: PostgreSQL's SIGTERM would wait for its clients, so its leader gets SIGINT. */
export interface Ending {
  signal: "SIGTERM" | "SIGINT";
  /** Whom the first signal goes to. */
  to: "all" | "leaders";
  /** Time between the first signal and SIGKILL, milliseconds. */
  graceMs: number;
}

export const serviceEnding: Ending = {
  signal: "SIGTERM",
  to: "all",
  graceMs: endWithinSeconds * 1000,
};
export const databaseEnding: Ending = { signal: "SIGINT", to: "leaders", graceMs: 5000 };

/** How the members of a holding ended. */
export interface Ended {
  /** How many there were. */
  count: number;
  /** Those that outlived their grace and were killed by SIGKILL: "node (pid 4711)". */
  killed: string[];
}

/** Resolves once no member is left: asks, then kills. */
export async function endMembers(
  token: string,
  leaders: readonly Leader[],
  ending: Ending,
): Promise<Ended> {
  const members = findMembers(token, leaders);
  if (members.length === 0) return { count: 0, killed: [] };
  let killed: string[] | undefined;
  signalMembers(ending.to === "all" ? members : leaders, ending.signal);
  await untilGone(members, ending.graceMs);
  // Members may have had children meanwhile: look again until nothing is found.
  for (let attempt = 0; attempt < 20; attempt++) {
    const left = findMembers(token, [...leaders, ...members]);
    if (left.length === 0) break;
    killed ??= left.map(nameProcess);
    signalMembers(left, "SIGKILL");
    await untilGone(left, 100);
  }
  return { count: members.length, killed: killed ?? [] };
}

/** The same at once and without the event loop, for a process that is about to exit. */
export function killMembersNow(token: string, leaders: readonly Leader[], ending: Ending): void {
  if (ending.to === "leaders") {
    // PostgreSQL's immediate shutdown: it ends its own processes and gives shared memory back.
    signalMembers(leaders, "SIGQUIT");
    const pause = new Int32Array(new SharedArrayBuffer(4));
    for (let waited = 0; waited < 500 && leaders.some(isAlive); waited += 10)
      Atomics.wait(pause, 0, 0, 10);
  }
  for (let attempt = 0; attempt < 3; attempt++) {
    const left = findMembers(token, leaders);
    if (left.length === 0) return;
    signalMembers(left, "SIGKILL");
  }
}

/** Waits so long at most, milliseconds. */
export async function untilGone(members: readonly Leader[], limitMs: number): Promise<void> {
  const deadline = performance.now() + limitMs;
  for (
    let pauseMs = 2;
    members.some(isAlive) && performance.now() < deadline;
    pauseMs = Math.min(20, pauseMs * 2)
  ) {
    await sleep(pauseMs);
  }
}
