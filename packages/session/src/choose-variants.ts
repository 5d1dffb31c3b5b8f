import { readList } from "@stackbench/terminal";
import { loadCatalog, selectVariants } from "@stackbench/catalog";
import { UsageError, variantKey, type Driver, type Selected } from "@stackbench/model";
import { repositoryRoot, workingDirectory } from "./places.ts";

/** What `pnpm bench` compares when nobody names a stack: one app, three frameworks, on the embedded default. */
export const defaultStacks = ["node-http:bare", "fastify:bare", "express:bare"];

/** Variants named by `--stack=`, or the default ones. */
export async function chooseVariants(stackOption: string | undefined): Promise<Selected[]> {
  const catalog = await loadCatalog(repositoryRoot);
  const patterns = stackOption === undefined ? defaultStacks : readList(stackOption);
  if (patterns.length === 0) {
    throw new UsageError(`--stack: expected ids such as fastify or node-http:cluster, got ""`);
  }
  return selectVariants(catalog, patterns, workingDirectory);
}

/** Leaves out what the driver cannot bring up, and says so; throws UsageError when nothing is left. */
export function keepRunnable(
  selected: readonly Selected[],
  driver: Driver,
  say: (line: string) => void,
): Selected[] {
  const refused: string[] = [];
  const kept = selected.filter(({ stack, variant }) => {
    const reason = driver.refuses(stack, variant);
    if (reason !== undefined) refused.push(`${variantKey(variant)}: ${reason}`);
    return reason === undefined;
  });
  if (kept.length === 0) {
    throw new UsageError(
      `the ${driver.name} driver can bring up none of the chosen variants:\n  ${refused.join("\n  ")}`,
    );
  }
  for (const line of refused) say(`left out: ${line}`);
  return kept;
}
