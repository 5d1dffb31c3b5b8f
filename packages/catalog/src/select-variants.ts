import { basename, matchesGlob, resolve } from "node:path";
import { closest, UsageError, variantKey, type Selected, type Stack } from "@stackbench/model";
import type { Catalog } from "./load-catalog.ts";
import { readStack } from "./read-stack.ts";
import { findSized } from "./sized-variant.ts";

/**
 * Turns `--stack=` into variants, in catalog order and each once. A pattern is an id (`fastify`, all its
 * variants), `id:variant`, either part a glob (`*:bare`, `fast*`), or the path of a folder (`./my-app`,
 * `./my-app:bare`). A variant may be named with other numbers of workers and threads: `flask:gunicorn-w5-t4`. Throws UsageError for a pattern that matches nothing.
 */
export async function selectVariants(
  catalog: Catalog,
  patterns: readonly string[],
  workingDirectory: string,
): Promise<Selected[]> {
  const chosen = new Map<string, Selected>();
  const external: Stack[] = [];
  for (const pattern of patterns) {
    const matches = isPath(pattern)
      ? await fromFolder(catalog, pattern, workingDirectory, external)
      : fromCatalog(catalog, pattern);
    for (const selected of matches) chosen.set(variantKey(selected.variant), selected);
  }
  const stacks = [...catalog.stacks, ...external];
  return [...chosen.values()].toSorted(
    (a, b) => stacks.indexOf(a.stack) - stacks.indexOf(b.stack) || placeOf(a) - placeOf(b),
  );
}

/** Variants of other sizes than the stack's own stand behind those, in the order in which they were named. */
function placeOf({ stack, variant }: Selected): number {
  const index = stack.variants.indexOf(variant);
  return index === -1 ? stack.variants.length : index;
}

function isPath(pattern: string): boolean {
  return pattern.startsWith(".") || pattern.includes("/");
}

function fromCatalog(catalog: Catalog, pattern: string): Selected[] {
  const [stackPattern = "", variantPattern = "*"] = pattern.split(":");
  const broken = catalog.broken.filter(({ id }) => matchesGlob(id, stackPattern));
  // A glob is meant for what works; a name is meant for just that stack.
  if (broken.some(({ id }) => id === stackPattern)) {
    throw new UsageError(broken.map(({ message }) => message).join("\n"));
  }
  const stacks = catalog.stacks.filter(({ id }) => matchesGlob(id, stackPattern));
  if (stacks.length === 0) {
    const ids = catalog.stacks.map(({ id }) => id);
    throw new UsageError(
      `--stack=${pattern}: expected one of ${ids.join(", ")}, got "${stackPattern}"${closest(stackPattern, ids)}`,
    );
  }
  return within(stacks, variantPattern, pattern);
}

async function fromFolder(
  catalog: Catalog,
  pattern: string,
  workingDirectory: string,
  external: Stack[],
): Promise<Selected[]> {
  const [, path = pattern, variantPattern = "*"] = /^(.*?)(?::([^:/]+))?$/.exec(pattern) ?? [];
  const directory = resolve(workingDirectory, path);
  const known = [...catalog.stacks, ...external].find((stack) => stack.directory === directory);
  if (known) return within([known], variantPattern, pattern);
  const id = basename(directory);
  if ([...catalog.stacks, ...external].some((stack) => stack.id === id)) {
    throw new UsageError(
      `--stack=${pattern}: expected a folder name that is not yet a stack's id, got "${id}"; rename the folder`,
    );
  }
  const stack = await readStack({
    id,
    directory,
    external: true,
    repositoryRoot: catalog.repositoryRoot,
  });
  external.push(stack);
  return within([stack], variantPattern, pattern);
}

function within(stacks: readonly Stack[], variantPattern: string, pattern: string): Selected[] {
  const matches = stacks.flatMap((stack) =>
    stack.variants
      .filter((variant) => matchesGlob(variant.id, variantPattern))
      .map((variant) => ({ stack, variant })),
  );
  if (matches.length > 0) return matches;
  const sized = stacks.flatMap((stack) => {
    const variant = findSized(stack, variantPattern);
    return variant ? [{ stack, variant }] : [];
  });
  if (sized.length === 0) {
    const ids = stacks.flatMap((stack) => stack.variants.map((variant) => variant.id));
    const known = [...new Set(ids)];
    throw new UsageError(
      `--stack=${pattern}: expected a variant of ${stacks.map(({ id }) => id).join(", ")} (${known.join(", ")}), got "${variantPattern}"${closest(variantPattern, known)}`,
    );
  }
  return sized;
}
