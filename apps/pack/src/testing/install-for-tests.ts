import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installPackage } from "./install-package.ts";

/** Vitest's global set-up of tests on the installed package: `apps/cli/src/testing/tested-program.ts` reads where it is. */
export default async function installForTests(): Promise<() => Promise<void>> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "stackbench-installed-")));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await installPackage(folder);
  } catch (error) {
    await remove();
    throw error;
  }
  process.env["STACKBENCH_INSTALLED_IN"] = folder;
  return remove;
}
