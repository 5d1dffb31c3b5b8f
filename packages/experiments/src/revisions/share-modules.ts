import { existsSync } from "node:fs";
import { readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "@stackbench/model";

/** What says what is installed: where one of them differs, so may what is. */
const manifests = ["package.json", "package-lock.json", "pnpm-lock.yaml", "yarn.lock"];

/**
 * Links the packages that are installed in a person's folder into another tree of it: which program installs them is
 * the person's affair. Throws UsageError where both ask for different ones.
 */
export async function shareModules(folder: string, other: string): Promise<void> {
  const modules = join(folder, "node_modules");
  if (!existsSync(modules) || existsSync(join(other, "node_modules"))) return;
  for (const name of manifests) {
    const [own, others] = await Promise.all([textOf(folder, name), textOf(other, name)]);
    if (own === others) continue;
    throw new UsageError(
      `--driver=process: expected the same ${name} in both revisions, whose local processes share ${modules}; --driver=docker installs each its own`,
    );
  }
  await symlink(modules, join(other, "node_modules"));
}

async function textOf(folder: string, name: string): Promise<string | undefined> {
  return readFile(join(folder, name), "utf8").catch(() => undefined);
}
