import { randomUUID } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  codeOf,
  lifeOf,
  ownIdentity,
  processIdentitySchema,
  type ProcessIdentity,
} from "@stackbench/host";
import { UsageError } from "@stackbench/model";

/** The right to write a run's journal, or the history. Disposing gives it back. */
export type Lock = AsyncDisposable;

/**
 * Takes `<directory>/lock`. The owner is a pid with its start time, so that a lock whose owner died, even
 * where its pid was given out again, is taken over. Throws UsageError where the owner lives, or cannot be seen from here.
 */
export async function takeLock(directory: string, what = "the run"): Promise<Lock> {
  return take(join(directory, "lock"), what);
}

/** Takes a dead owner's lock away, where there is one. */
export async function removeDeadLock(directory: string): Promise<void> {
  const content = await readIfThere(join(directory, "lock"));
  const owner = content === undefined ? undefined : parseOwner(content);
  if (content === undefined || (owner && lifeOf(owner) !== "dead")) return;
  try {
    await (await takeLock(directory))[Symbol.asyncDispose]();
  } catch (error) {
    // Another was quicker, and it is that one's now.
    if (!(error instanceof UsageError)) throw error;
  }
}

async function take(path: string, what: string): Promise<Lock> {
  const mine = `${path}.${process.pid}.${randomUUID()}`;
  try {
    await writeFile(mine, `${JSON.stringify(ownIdentity())}\n`);
    // A link to a finished file: nobody ever reads a lock that is half written.
    while (!(await linkUnlessTaken(mine, path))) {
      const content = await readIfThere(path);
      if (content === undefined) continue;
      const owner = parseOwner(content);
      if (owner) refuseUnlessDead(owner, path, what);
      if (await replace(path, content, { mine, what })) break;
    }
  } finally {
    await rm(mine, { force: true });
  }
  return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
}

/**
 * Puts our lock in the place of a dead owner's. Several may find the same dead owner: only who holds the
 * lock on taking over may do it, and only while the dead one's lock is still there.
 */
async function replace(
  path: string,
  deadContent: string,
  { mine, what }: { mine: string; what: string },
): Promise<boolean> {
  await using _ = await take(`${path}.takeover`, what);
  if ((await readIfThere(path)) !== deadContent) return false;
  await rename(mine, path);
  return true;
}

function refuseUnlessDead(owner: ProcessIdentity, path: string, what: string): void {
  const life = lifeOf(owner);
  if (life === "dead") return;
  if (life === "unknown") {
    throw new UsageError(
      `${what} was last written by process ${owner.pid} of another machine or container, which cannot be seen from here: expected no other writer. If that has ended, remove ${path}`,
    );
  }
  throw new UsageError(
    `${what} is being written by process ${owner.pid}: expected no other writer. Wait for it to end, or stop it (lock: ${path})`,
  );
}

async function linkUnlessTaken(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** Undefined for what is no lock of ours: then nobody can be its owner. */
function parseOwner(content: string): ProcessIdentity | undefined {
  try {
    return processIdentitySchema.parse(JSON.parse(content));
  } catch {
    return undefined;
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
