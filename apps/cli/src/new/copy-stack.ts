import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import type { Stack } from "@stackbench/model";
import type { StackPlace } from "./stack-place.ts";

/** Made, not written. */
const leftOut = new Set(["node_modules", "__pycache__", ".turbo", "coverage", "dist", ".venv"]);

/** Copies a stack's folder with its names changed. Gives the paths of the files, relative to the new folder. */
export async function copyStack(
  like: Pick<Stack, "id" | "title" | "directory" | "runtime">,
  place: StackPlace,
  repositoryRoot: string,
): Promise<string[]> {
  await cp(like.directory, place.directory, {
    recursive: true,
    filter: (path) => !leftOut.has(basename(path)) && isWanted(path, like, place),
  });
  const entries = await readdir(place.directory, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(place.directory, join(entry.parentPath, entry.name)))
    .toSorted();
  for (const file of files) {
    const path = join(place.directory, file);
    const text = await readFile(path, "utf8");
    const renamed = rename(file, text, like, place);
    const changed = place.isInside ? renamed : moveOut(file, renamed, place, repositoryRoot);
    if (changed !== text) await writeFile(path, changed);
  }
  return files;
}

/** A manifest makes a folder a member of the workspace; outside of it only Node asks for one. */
function isWanted(path: string, like: Pick<Stack, "runtime">, { isInside }: StackPlace): boolean {
  return isInside || like.runtime === "node" || basename(path) !== "package.json";
}

function rename(
  file: string,
  text: string,
  like: Pick<Stack, "id" | "title">,
  { id }: StackPlace,
): string {
  // Not where the name only begins so: stacks/django is no part of stacks/django-min.
  const names = new RegExp(`(\\bstacks/|\\bstackbench/(?:stack-)?)${like.id}(?![a-z0-9-])`, "g");
  const renamed = text.replaceAll(names, `$1${id}`);
  if (file !== "stack.json") return renamed;
  const title = JSON.stringify(`${id}, begun as ${like.title}`);
  return renamed.replace(/("title":\s*)"(?:[^"\\]|\\.)*"/, (_, key: string) => `${key}${title}`);
}

/** What only holds inside the workspace: its lockfile has every member, its settings lie two folders up. */
function moveOut(
  file: string,
  text: string,
  { directory }: StackPlace,
  repositoryRoot: string,
): string {
  if (file === "tsconfig.json") {
    const base = relative(directory, join(repositoryRoot, "tsconfig.base.json"));
    return text.replace(/"\.\.\/\.\.\/tsconfig\.base\.json"/, JSON.stringify(base));
  }
  return text;
}
