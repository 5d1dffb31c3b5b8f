import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { isPacked } from "@stackbench/host";
import type { Catalog } from "@stackbench/session";
import { UsageError } from "@stackbench/model";

/** Where a new stack will be. */
export interface StackPlace {
  id: string;
  /** Absolute, and there is nothing yet. */
  directory: string;
  /** Under `stacks/`: a member of the workspace. */
  isInside: boolean;
}

/** Servers of `--url` go by this name. */
const reserved = "url";

/** From `my-app` or `./somewhere/my-app`. Throws UsageError for a name that no stack can have, or that is taken. */
export function placeStack(
  given: string,
  { repositoryRoot, stacks, broken }: Catalog,
  workingDirectory: string,
): StackPlace {
  const isPath = given.startsWith(".") || given.includes("/");
  if (isPacked && !isPath) {
    throw new UsageError(
      `bench new: expected a folder such as ./${given}, for nothing is added to the package; got "${given}"`,
    );
  }
  const root = join(repositoryRoot, "stacks");
  const directory = isPath ? resolve(workingDirectory, given) : join(root, given);
  const id = isPath ? basename(directory) : given;
  if (!/^[a-z0-9][a-z0-9-]*$/.test(id) || id === reserved) {
    throw new UsageError(
      `bench new: expected a name of lower case letters, digits and dashes${id === reserved ? ` other than "${reserved}"` : ""}, got "${id}"`,
    );
  }
  if (existsSync(directory)) {
    throw new UsageError(`bench new: expected a folder that is not there yet, got ${directory}`);
  }
  if ([...stacks, ...broken].some((stack) => stack.id === id)) {
    throw new UsageError(`bench new: expected a name that no stack has yet, got "${id}"`);
  }
  return { id, directory, isInside: dirname(directory) === root };
}
