import { mkdir, readFile, realpath, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * Gives a folder outside the workspace the packages of the stack it was made from, as links: they make it run as a
 * local process and tell its versions. The image does not see them; it installs its own. Gives the packages' names.
 */
export async function linkPackages(fromDirectory: string, toDirectory: string): Promise<string[]> {
  const text = await readFile(join(toDirectory, "package.json"), "utf8");
  const { dependencies = {}, devDependencies = {} } = JSON.parse(text) as Manifest;
  const names = Object.keys({ ...dependencies, ...devDependencies });
  for (const name of names) {
    const link = join(toDirectory, "node_modules", name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(await realpath(join(fromDirectory, "node_modules", name)), link);
  }
  return names;
}

interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}
