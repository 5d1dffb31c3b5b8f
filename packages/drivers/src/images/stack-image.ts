import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { StackFailure, type Stack } from "@stackbench/model";
import { basesOf, type BaseName } from "./base-names.ts";
import type { ContextFile } from "./context-file.ts";
import { listFiles, oneFile } from "./list-files.ts";

/** What a stack's image is built from: a context laid out like the repository. */
export interface StackSources {
  name: string;
  files: ContextFile[];
  dockerfile: string;
  bases: BaseName[];
}

const sharedFiles: Partial<Record<Stack["runtime"], readonly string[]>> = {
  node: ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml"],
};
const sharedDirectories: Partial<Record<Stack["runtime"], readonly string[]>> = {
  node: ["packages/workloads-node"],
  python: ["packages/workloads-python"],
  go: ["packages/workloads-go"],
};

/**
 * Reads the stack's folder and what its language shares, from the tree that the stack names or else from
 * `ownRoot`. A folder from elsewhere lies at `stacks/<id>/` like any other. Throws StackFailure (stage `image`)
 * without a Dockerfile.
 */
export async function stackSources(stack: Stack, ownRoot: string): Promise<StackSources> {
  const { id, repositoryRoot } =
    stack.origin?.from === "tree" ? stack.origin : { id: stack.id, repositoryRoot: ownRoot };
  const source = join(stack.directory, "Dockerfile");
  if (!existsSync(source)) {
    throw new StackFailure("image", `expected ${id}/Dockerfile, found none`);
  }
  const place = `stacks/${id}`;
  const files = await listFiles(stack.directory, place);
  for (const path of sharedFiles[stack.runtime] ?? []) {
    files.push(await oneFile(join(repositoryRoot, path), path));
  }
  for (const path of sharedDirectories[stack.runtime] ?? []) {
    const directory = join(repositoryRoot, path);
    if (existsSync(directory)) files.push(...(await listFiles(directory, path)));
  }
  const bases = basesOf(await readFile(source, "utf8"));
  return { name: `stack-${id}`, files, dockerfile: `${place}/Dockerfile`, bases };
}
