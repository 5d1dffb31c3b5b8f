import { isPacked } from "@stackbench/host";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "./places.ts";

/** Runs of the package lie in somebody else's repository: they are no change of it, and `ab` says "unchanged" of a tree. */
export function keepOutOfGit(): void {
  if (!isPacked) return;
  mkdirSync(packageFolder, { recursive: true });
  writeFileSync(join(packageFolder, ".gitignore"), "*\n");
}
