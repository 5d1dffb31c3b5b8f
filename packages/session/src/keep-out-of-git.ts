import { describeDiskError, isPacked } from "@stackbench/host";
import { HostError } from "@stackbench/model";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "./places.ts";

/**
 * Runs of the package lie in somebody else's repository: they are no change of it, and `ab` says "unchanged" of a tree. Throws
 * HostError where the disk refuses.
 */
export function keepOutOfGit(): void {
  if (isPacked) ignoreAllIn(packageFolder);
}

/** The same of any folder, which is made where it is missing. */
export function ignoreAllIn(folder: string): void {
  const path = join(folder, ".gitignore");
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, "*\n");
  } catch (error) {
    const told = describeDiskError(error, path, "stand in another folder");
    if (told === undefined) throw error;
    throw new HostError(told, { cause: error });
  }
}
