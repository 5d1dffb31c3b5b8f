import { lstat, mkdtemp, realpath, rm, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { HostError } from "@stackbench/model";
import { repositoryRoot } from "@stackbench/session";
import { git } from "./git.ts";
import { isLeftover, ownReason } from "./owner.ts";

/** What the folders are called that hold one tree each, in the temporary folder. */
const folderPrefix = "stackbench-ab-";

/**
 * Trees of other commits beside a checkout (this one where none is named), one a commit, removed with it. They are locked with their owner's
 * name, so that a later start finds what a killed one left. They lie outside the checkout: nothing that is missing
 * in them is found in its node_modules by accident.
 */
export class Worktrees implements AsyncDisposable {
  readonly #roots = new Map<string, string>();
  readonly #checkout: string;

  constructor(checkout = repositoryRoot) {
    this.#checkout = checkout;
  }

  /** The root of a tree of that commit. Throws HostError, or the signal's reason. */
  async add(commit: string, signal: AbortSignal): Promise<string> {
    const known = this.#roots.get(commit);
    if (known !== undefined) return known;
    signal.throwIfAborted();
    const parent = await realpath(await mkdtemp(join(tmpdir(), folderPrefix)));
    const root = join(parent, commit.slice(0, 12));
    this.#roots.set(commit, root);
    // The person's hooks are for the person's own checkouts.
    const add = ["-c", "core.hooksPath=/dev/null", "worktree", "add", "--quiet", "--detach"];
    try {
      await git([...add, "--lock", "--reason", ownReason(), root, commit], {
        root: this.#checkout,
        signal,
      });
    } catch (cause) {
      signal.throwIfAborted();
      throw new HostError(`git could not check ${commit} out: ${(cause as Error).message}`, {
        cause,
      });
    }
    return root;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const root of this.#roots.values()) await remove(root, this.#checkout);
    this.#roots.clear();
  }
}

/** Removes worktrees that dead runs left beside a checkout. Gives one line each. */
export async function pruneWorktrees(checkout = repositoryRoot): Promise<string[]> {
  const listed = await git(["worktree", "list", "--porcelain"], { root: checkout }).catch(() => "");
  const removed: string[] = [];
  for (const entry of listed.split("\n\n")) {
    const root = /^worktree (.+)$/m.exec(entry)?.[1];
    const reason = /^locked (.+)$/m.exec(entry)?.[1];
    if (root === undefined || reason === undefined || !isLeftover(reason)) continue;
    if (!(await remove(root, checkout))) continue;
    removed.push(`worktree ${root} (its owner is dead)`);
  }
  return removed;
}

/** False where the tree lies elsewhere than `add` puts one: a person has moved it, or it was never ours. */
async function remove(root: string, checkout: string): Promise<boolean> {
  const folder = dirname(root);
  if (!(await isOurs(folder))) return false;
  // Twice: it is locked. A tree that was never registered, or is no longer there, is all the same.
  const forget = ["worktree", "remove", "--force", "--force", root];
  await git(forget, { root: checkout }).catch(() => undefined);
  await rm(root, { recursive: true, force: true, maxRetries: 3 });
  // Only if nothing else is in it: that would be nothing of ours.
  await rmdir(folder).catch(() => undefined);
  return true;
}

/** A folder as `add` makes them, of this user and not a link; or one that is gone, so that nothing of it can be lost. */
async function isOurs(folder: string): Promise<boolean> {
  if (!basename(folder).startsWith(folderPrefix)) return false;
  const found = await lstat(folder).catch(() => undefined);
  return found === undefined || (found.isDirectory() && found.uid === process.getuid?.());
}
