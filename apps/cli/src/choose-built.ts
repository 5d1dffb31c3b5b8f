import { chooseVariants, loadCatalog } from "@stackbench/session";
import type { Failure, Stack } from "@stackbench/model";

interface ChosenStacks {
  stacks: Stack[];
  /** Of all stacks those that cannot be read: nothing can be built of them. */
  failures: { stack: string; failure: Failure }[];
}

/** The stacks of `--stack=`, or without it every one of the tree. Throws UsageError for one that is named and not there, or broken. */
export async function chooseBuilt(
  stackOption: string | undefined,
  tree: string,
): Promise<ChosenStacks> {
  if (stackOption !== undefined) {
    const selected = await chooseVariants(stackOption);
    return { stacks: [...new Set(selected.map(({ stack }) => stack))], failures: [] };
  }
  const { stacks, broken } = await loadCatalog(tree);
  const failures = broken.map(({ id, message }) => {
    const failure: Failure = { stage: "image", message: `broken: ${message}`, logLines: [] };
    return { stack: id, failure };
  });
  return { stacks, failures };
}
