import { endWithinSeconds } from "@stackbench/model";
import { untilGone } from "./end-members.ts";
import type { Holding } from "./holding.ts";
import { signalMembers } from "./members.ts";
import { nameProcess } from "./name-process.ts";
import { describeExit } from "./owned-process.ts";
import type { OwnedProcess } from "./owned-process.ts";

/**
 * Sends SIGTERM to the app's first process alone, as an engine or a process manager does. Gives what it did instead of
 * ending as it should; undefined where it ended so.
 */
export async function endApp(app: OwnedProcess, holding: Holding): Promise<string | undefined> {
  const members = holding.members();
  const first = members.filter(({ pid }) => pid === app.pid);
  signalMembers(first, "SIGTERM");
  await untilGone(members, endWithinSeconds * 1000);
  const left = holding.members();
  if (left.some(({ pid }) => pid === app.pid))
    return `SIGTERM did not end it within ${endWithinSeconds} s`;
  const exit = await app.exit;
  if (left.length > 0) {
    const names = left.map(nameProcess).join(", ");
    return `SIGTERM ended its first process (${describeExit(exit)}), and after ${endWithinSeconds} s this was left: ${names}`;
  }
  // To die of the signal is the kernel's own answer to it, and as good an end.
  const endedWell = exit.code === 0 || exit.signal === "SIGTERM";
  return endedWell
    ? undefined
    : `expected it to end on SIGTERM with code 0, but it ${describeExit(exit)}`;
}
