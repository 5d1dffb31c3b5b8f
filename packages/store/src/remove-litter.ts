import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { removeDeadLock } from "./lock.ts";

/** A file half written for another's place (`.run.json.<pid>.tmp`), and a lock that was never linked (`lock.<pid>.<uuid>`). */
const unfinished = /^(?:\..+\.(\d+)\.tmp|lock(?:\.takeover)?\.(\d+)\.[0-9a-f-]{36})$/;

/** Removes from a run's folder what writers left there that were killed: nothing of a living one. */
export async function removeLitter(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const [, ofFile, ofLock] = unfinished.exec(name) ?? [];
    const pid = ofFile ?? ofLock;
    if (pid !== undefined && !isThere(Number(pid))) {
      await rm(join(directory, name), { force: true });
    }
  }
  await removeDeadLock(directory);
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
