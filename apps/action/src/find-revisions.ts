import { commitOf, git } from "@stackbench/experiments";
import { UsageError } from "@stackbench/model";
import type { PullRequest } from "./event.ts";

/** Both sides, as commits that the checkout has, or as images (`image:my-app:1.4`). */
export interface Revisions {
  base: string;
  head: string;
}

/**
 * What to compare: the base that is named, else the one of the pull request; and what is checked out, or the head that
 * is named. A checkout of depth 1 has no base: it is fetched. Throws UsageError.
 */
export async function findRevisions(
  root: string,
  named: Partial<Revisions>,
  pullRequest: PullRequest | undefined,
): Promise<Revisions> {
  const head = await commitAt(root, named.head ?? "HEAD");
  if (named.base !== undefined) return { base: await commitAt(root, named.base), head };
  if (pullRequest === undefined) {
    throw new UsageError("expected --base=<git ref>, for this is no job of a pull request");
  }
  // What the runner checks out is the head merged into the base of this moment, which the event may not know yet.
  const [mergedInto, merged] = await parentsOf(root, head);
  const base = merged === pullRequest.head.sha ? mergedInto! : pullRequest.base.sha;
  return { base: await commitAt(root, base), head };
}

/** Of a shallow clone as well: git itself takes its last commit for one without parents. */
async function parentsOf(root: string, commit: string): Promise<string[]> {
  if (commit.startsWith("image:")) return [];
  const text = await git(["cat-file", "commit", commit], { root });
  const [heads = ""] = text.split("\n\n");
  return [...heads.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, parent]) => parent!);
}

async function commitAt(root: string, ref: string): Promise<string> {
  if (ref.startsWith("image:")) return ref;
  const known = await commitOf(ref, root);
  if (known !== undefined) return known;
  try {
    // Where a commit is asked for, git gives it or nothing.
    await git(["fetch", "--quiet", "--no-tags", "--depth=1", "origin", "--", ref], { root });
  } catch (cause) {
    throw new UsageError(
      `expected a git ref, got "${ref}": this checkout has none, nor has its origin`,
      { cause },
    );
  }
  return await git(["rev-parse", "--verify", "FETCH_HEAD^{commit}"], { root });
}
