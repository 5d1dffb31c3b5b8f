import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { UsageError, type Stack } from "@stackbench/model";
import { readStack } from "./read-stack.ts";

/** All folders under `stacks/`. A broken one is kept apart, so that it stops nobody who did not ask for it. */
export interface Catalog {
  repositoryRoot: string;
  stacks: Stack[];
  broken: BrokenStack[];
}

interface BrokenStack {
  id: string;
  /** File, field, expected, got. */
  message: string;
}

/** Reads `<repositoryRoot>/stacks/*`, sorted by id. */
export async function loadCatalog(repositoryRoot: string): Promise<Catalog> {
  const root = join(repositoryRoot, "stacks");
  const entries = await readdir(root, { withFileTypes: true }).catch((cause: Error) => {
    throw new UsageError(`${root}: expected the folder of the stacks, got: ${cause.message}`, {
      cause,
    });
  });
  const ids = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => entry.name)
    .toSorted();
  const catalog: Catalog = { repositoryRoot, stacks: [], broken: [] };
  for (const id of ids) {
    try {
      catalog.stacks.push(
        await readStack({ id, directory: join(root, id), external: false, repositoryRoot }),
      );
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      catalog.broken.push({ id, message: error.message });
    }
  }
  return catalog;
}
