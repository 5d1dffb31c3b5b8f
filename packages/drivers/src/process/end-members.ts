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
  /** Those that are still there, as they belong to another user, or the kernel does not end them; named like `killed`. */
  left: string[];
}

/** What of them is to be told. */
export function describeLeft(left: readonly string[]): string {
  const whom = left.length === 1 ? "it" : "them";
  return `${left.join(", ")} could not be ended; as the user who started ${whom}, or as root: pnpm bench clean`;
}

/** Resolves once no member is left, or nothing more can be done about those that are: asks, then kills. */
export async function endMembers(
  token: string,
  leaders: readonly Leader[],
  ending: Ending,
): Promise<Ended> {
  const members = findMembers(token, leaders);
  if (members.length === 0) return { count: 0, killed: [], left: [] };
  const refused = signalMembers(ending.to === "all" ? members : leaders, ending.signal);
  // Who may not be asked does not go while it is waited for.
  if (refused < members.length) await untilGone(members, ending.graceMs);
  const find = () => findMembers(token, [...leaders, ...members]);
  let left = find();
  const outlived = left.map(({ pid }) => ({ pid, name: nameProcess({ pid }) }));
  // Members may have had children meanwhile: look again until nothing is found.
  for (let attempt = 0; left.length > 0 && attempt < 20; attempt++) {
    if (signalMembers(left, "SIGKILL") === left.length) break;
    await untilGone(left, 100);
    left = find();
  }
  const killed = outlived.filter(({ pid }) => !left.some((one) => one.pid === pid));
  return {
    count: members.length,
    killed: killed.map(({ name }) => name),
    left: left.map(nameProcess),
  };
}

/** The same at once and without the event loop, for a process that is about to exit. False where some belong to another user. */
export function killMembersNow(token: string, leaders: readonly Leader[], ending: Ending): boolean {
  if (ending.to === "leaders") {
    // PostgreSQL's immediate shutdown: it ends its own processes and gives shared memory back.
    signalMembers(leaders, "SIGQUIT");
    const pause = new Int32Array(new SharedArrayBuffer(4));
    for (let waited = 0; waited < 500 && leaders.some(isAlive); waited += 10)
      Atomics.wait(pause, 0, 0, 10);
  }
  let refused = 0;
  for (let attempt = 0; attempt < 3; attempt++) {
    const left = findMembers(token, leaders);
    if (left.length === 0) return true;
    refused = signalMembers(left, "SIGKILL");
  }
  return refused === 0;
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
