import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HostError } from "@stackbench/model";
import { git } from "./git.ts";
import { isLeftover, ownReason } from "./owner.ts";

/**
 * Trees of other commits beside this checkout, one a commit, removed with it. They are locked with their owner's
 * name, so that a later start finds what a killed one left. They lie outside the checkout: nothing that is missing
 * in them is found in its node_modules by accident.
 */
export class Worktrees implements AsyncDisposable {
  readonly #roots = new Map<string, string>();

  /** The root of a tree of that commit. Throws HostError, or the signal's reason. */
  async add(commit: string, signal: AbortSignal): Promise<string> {
    const known = this.#roots.get(commit);
    if (known !== undefined) return known;
    signal.throwIfAborted();
    const parent = await realpath(await mkdtemp(join(tmpdir(), "stackbench-ab-")));
    const root = join(parent, commit.slice(0, 12));
    this.#roots.set(commit, root);
    // The person's hooks are for the person's own checkouts.
    const add = ["-c", "core.hooksPath=/dev/null", "worktree", "add", "--quiet", "--detach"];
    try {
      await git([...add, "--lock", "--reason", ownReason(), root, commit], signal);
    } catch (cause) {
      signal.throwIfAborted();
      throw new HostError(`git could not check ${commit} out: ${(cause as Error).message}`, {
        cause,
      });
    }
    return root;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const root of this.#roots.values()) await remove(root);
    this.#roots.clear();
  }
}

/** Removes worktrees that dead runs of `bench ab` left. Gives one line each. */
export async function pruneWorktrees(): Promise<string[]> {
  const listed = await git(["worktree", "list", "--porcelain"]).catch(() => "");
  const removed: string[] = [];
  for (const entry of listed.split("\n\n")) {
    const root = /^worktree (.+)$/m.exec(entry)?.[1];
    const reason = /^locked (.+)$/m.exec(entry)?.[1];
    if (root === undefined || reason === undefined || !isLeftover(reason)) continue;
    await remove(root);
    removed.push(`worktree ${root} (its bench ab is dead)`);
  }
  return removed;
}

async function remove(root: string): Promise<void> {
  // Twice: it is locked. A tree that was never registered, or is no longer there, is all the same.
  await git(["worktree", "remove", "--force", "--force", root]).catch(() => undefined);
  await rm(join(root, ".."), { recursive: true, force: true, maxRetries: 3 });
}
