import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import { join, posix } from "node:path";
import type { ContextFile } from "./context-file.ts";

const leftOutNames = new Set([
  ".cache",
  ".git",
  ".mypy_cache",
  ".pytest_cache",
  ".ruff_cache",
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

/** All files under `directory`, placed under `place` in the context, sorted by path. */
export async function listFiles(directory: string, place: string): Promise<ContextFile[]> {
  const files: ContextFile[] = [];
  const names = (await readdir(directory)).filter((name) => !isLeftOut(name)).toSorted();
  for (const name of names) {
    const source = join(directory, name);
    const path = posix.join(place, name);
    const stat = await lstat(source);
    if (stat.isDirectory()) {
      files.push(...(await listFiles(source, path)));
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
