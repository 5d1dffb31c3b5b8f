import { repositoryRoot } from "@stackbench/session";
import type { Driver, StackOrigin, Selected } from "@stackbench/model";
import type { Revision } from "./read-revision.ts";
import type { StackHome } from "./stack-home.ts";
import type { Worktrees } from "./worktrees.ts";

/** `base-again`: the base once more, a control. */
export type ArmName = "base" | "base-again" | "head";

/** What is compared and where it comes from. */
export interface ArmsTask {
  home: StackHome;
  base: Revision;
  head: Revision;
  /** Which of them, in their order. */
  names: readonly ArmName[];
  driver: Pick<Driver, "traits">;
  worktrees: Worktrees;
  /** Tells what would be built and installed, and does neither. */
  isDryRun: boolean;
  signal: AbortSignal;
  report(line: string): void;
}

/**
 * Revisions of a variant as stacks of their own: `fastify@base:cluster`. Checks out what is no working tree, and installs
 * what local processes need; of a dry run it tells that instead, and which images the run would build.
 */
export async function makeArms(task: ArmsTask): Promise<Selected[]> {
  const base = await findRevision(task, task.base);
  const isSame =
    task.base.kind === "commit" &&
    task.head.kind === "commit" &&
    task.base.commit === task.head.commit;
  const head = isSame ? base : await findRevision(task, task.head);
  return task.names.map((name) =>
    name === "head" ? armOf(head, name, task.head) : armOf(base, name, task.base),
  );
}

interface FoundRevision extends Selected {
  origin: StackOrigin;
}

async function findRevision(task: ArmsTask, revision: Revision): Promise<FoundRevision> {
  const { home, driver, worktrees, isDryRun, signal, report } = task;
  if (revision.kind === "image") {
    const found = await home.findIn(home.root);
    return { ...found, origin: { from: "image", reference: revision.id } };
  }
  const isOwn = revision.kind === "working-tree";
  if (!isOwn) report(`checking ${revision.label} out`);
  const root = isOwn ? home.root : await worktrees.add(revision.commit, signal);
  const { runsImages } = driver.traits;
  if (!runsImages && !isOwn) {
    const { stack } = await home.findIn(root);
    report(`${isDryRun ? "would install" : "installing"} ${stack.id} of ${revision.label}`);
    if (!isDryRun) await home.install(root, signal);
  }
  // Read after the installation, which tells the versions.
  const found = await home.findIn(root);
  if (isDryRun && runsImages)
    report(`would build an image: ${found.stack.id} of ${revision.label}`);
  const { id, external } = found.stack;
  // What a folder from elsewhere shares with other stacks is of this checkout.
  const shared = external ? repositoryRoot : root;
  return { ...found, origin: { from: "tree", id, repositoryRoot: shared } };
}

function armOf(
  { stack, variant, origin }: FoundRevision,
  arm: ArmName,
  { label }: Revision,
): Selected {
  const id = `${stack.id}@${arm}`;
  const own = { ...variant, stackId: id };
  const versions = { ...stack.versions, revision: label };
  // All of them: the image that it shares with the others is made for all.
  const variants = stack.variants.map((each) => ({ ...each, stackId: id }));
  return { stack: { ...stack, id, origin, versions, variants }, variant: own };
}
