import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import { join, posix } from "node:path";
import type { ContextFile } from "./context-file.ts";
import { isSecret } from "./secret-names.ts";

const leftOutNames = new Set([
  ".cache",
  ".git",
  ".hg",
  ".mypy_cache",
  ".pytest_cache",
  ".ruff_cache",
  ".svn",
  ".turbo",
  ".venv",
  "__pycache__",
  "coverage",
  "node_modules",
]);

/** What is made rather than written, and tests: neither belongs into an image or its hash. */
function isLeftOut(name: string): boolean {
  return leftOutNames.has(name) || /\.(pyc|tsbuildinfo)$|\.test\.ts$/.test(name);
}

/** Whether a file or folder does not go in, by its path under the folder that is listed. */
export type LeavesOut = (path: string, isFolder: boolean) => boolean;

const leavesSecrets: LeavesOut = (path) => isSecret(posix.basename(path));

/** All files and empty folders under `directory`, placed under `place` in the context, sorted by path. */
export async function listFiles(
  directory: string,
  place: string,
  leavesOut: LeavesOut = leavesSecrets,
): Promise<ContextFile[]> {
  const files = await filesIn(directory, "", leavesOut);
  return files.map((file) => ({ ...file, path: posix.join(place, file.path) }));
}

async function filesIn(
  directory: string,
  folder: string,
  leavesOut: LeavesOut,
): Promise<ContextFile[]> {
  const files: ContextFile[] = [];
  const all = await readdir(join(directory, folder));
  if (all.length === 0 && folder !== "") files.push({ kind: "folder", path: folder });
  const names = all.filter((name) => !isLeftOut(name));
  for (const name of names.toSorted()) {
    const source = join(directory, folder, name);
    const path = posix.join(folder, name);
    const stat = await lstat(source);
    if (leavesOut(path, stat.isDirectory())) continue;
    if (stat.isDirectory()) {
      files.push(...(await filesIn(directory, path, leavesOut)));
    } else if (stat.isSymbolicLink()) {
      files.push({ kind: "link", path, target: await readlink(source) });
    } else if (stat.isFile()) {
      files.push(await oneFile(source, path));
    }
  }
  return files;
}

export async function oneFile(source: string, path: string): Promise<ContextFile> {
  const [stat, bytes] = await Promise.all([lstat(source), readFile(source)]);
  return { kind: "bytes", path, executable: (stat.mode & 0o111) !== 0, bytes };
}
