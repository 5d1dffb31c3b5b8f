import { repositoryRoot, workingDirectory, loadCatalog, selectVariants } from "@stackbench/session";
import { UsageError, type Driver, type StackOrigin, type Selected } from "@stackbench/model";
import { installStack } from "./install.ts";
import type { Revision } from "./read-revision.ts";
import type { Worktrees } from "./worktrees.ts";

/** `base-again`: the base once more, a control. */
export type ArmName = "base" | "base-again" | "head";

/** What is compared and where it comes from. */
export interface ArmsTask {
  /** `fastify` or `fastify:cluster`. */
  stack: string;
  base: Revision;
  head: Revision;
  /** Which of them, in their order. */
  names: readonly ArmName[];
  driver: Pick<Driver, "traits">;
  worktrees: Worktrees;
  signal: AbortSignal;
  report(line: string): void;
}

/**
 * Revisions of a variant as stacks of their own: `fastify@base:cluster`. Checks out what is no working tree, and installs
 * what local processes need.
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

/** The variant that `--stack=` names, read from a tree; of several the stack's first. */
export async function findVariant(stack: string, root: string): Promise<Selected> {
  if (stack.includes("/") || stack.startsWith(".") || /[*?[{,]/.test(stack)) {
    throw new UsageError(
      `--stack: expected one variant of a stack of this repository such as fastify or fastify:cluster, got "${stack}"`,
    );
  }
  const [first] = await selectVariants(await loadCatalog(root), [stack], workingDirectory);
  return first!;
}

interface FoundRevision extends Selected {
  origin: StackOrigin;
}

async function findRevision(task: ArmsTask, revision: Revision): Promise<FoundRevision> {
  const { stack, driver, worktrees, signal, report } = task;
  if (revision.kind === "image") {
    const found = await findVariant(stack, repositoryRoot);
    return { ...found, origin: { from: "image", reference: revision.id } };
  }
  const isOwn = revision.kind === "working-tree";
  if (!isOwn) report(`checking ${revision.label} out`);
  const root = isOwn ? repositoryRoot : await worktrees.add(revision.commit, signal);
  const [id = stack] = stack.split(":");
  if (!driver.traits.runsImages && !isOwn) {
    await findVariant(stack, root);
    report(`installing ${id} of ${revision.label}`);
    await installStack(root, id, signal);
  }
  // Read after the installation, which tells the versions.
  const found = await findVariant(stack, root);
  return { ...found, origin: { from: "tree", id: found.stack.id, repositoryRoot: root } };
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
