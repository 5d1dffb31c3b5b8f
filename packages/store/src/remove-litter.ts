import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { thisHost } from "@stackbench/host";
import { removeDeadLock } from "./lock.ts";

/** A file half written for another's place (`.run.json.<pid>.tmp`), and a lock that was never linked (`lock.<pid>.<uuid>`). */
const unfinished = /^(?:\..+\.(\d+)\.tmp|lock(?:\.takeover)?\.(\d+)\.[0-9a-f-]{36})$/;

/** Removes from a run's folder what writers left there that were killed: nothing of a living one. */
export async function removeLitter(directory: string): Promise<void> {
  const host = thisHost();
  for (const name of await readdir(directory)) {
    const [, ofFile, ofLock] = unfinished.exec(name) ?? [];
    const pid = ofFile ?? ofLock;
    if (pid !== undefined && host.startTime(Number(pid)) === undefined) {
      await rm(join(directory, name), { force: true });
    }
  }
  await removeDeadLock(directory);
}
