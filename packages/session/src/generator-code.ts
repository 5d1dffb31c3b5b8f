import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packedFrom } from "@stackbench/host";
import { repositoryRoot } from "./places.ts";

/**
 * What a ceiling is made of: the generators' package, the packages it stands on, and the servers that they are pushed
 * against. Other packages' versions stand in the lockfile.
 */
const parts = [
  "packages/load",
  "packages/http1",
  "packages/statistics",
  "packages/model",
  "packages/reference-servers/reference-servers",
  "stacks/nginx",
  "pnpm-lock.yaml",
];

let known: string | undefined;

/** The code of this program's generators, read once a process: some hundred small files, some ten milliseconds. */
export function generatorCode(): string {
  return (known ??= packedFrom()?.generatorCode ?? hashOf(repositoryRoot, parts));
}

/**
 * The first 16 hex digits of the SHA-256 over names and bytes of all files of `places` under `root`, without tests. A
 * version that someone has to raise by hand is not raised; this changes with any byte. Throws what cannot be read.
 */
export function hashOf(root: string, places: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of places.flatMap((place) => filesOf(root, place))) {
    const bytes = readFileSync(join(root, file));
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex").slice(0, 16);
}

function filesOf(root: string, place: string): string[] {
  if (place.endsWith(".test.ts")) return [];
  const entries = entriesOf(join(root, place));
  if (entries === undefined) return [place];
  return entries
    .filter((name) => !leftOut.has(name))
    .toSorted()
    .flatMap((name) => filesOf(root, `${place}/${name}`));
}

/** What is no code of a generator: what is made, and what only tests use. */
const leftOut: ReadonlySet<string> = new Set(["node_modules", "testing"]);

/** Undefined for what is no folder. */
function entriesOf(path: string): string[] | undefined {
  try {
    return readdirSync(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOTDIR") return undefined;
    throw error;
  }
}
