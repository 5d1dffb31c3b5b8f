import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Whether this is the package that `pnpm pack:cli` makes. A checkout runs its sources; the package is bundled, for Node
 * strips types from nothing under `node_modules`, and all its JavaScript lies in one folder.
 */
export const isPacked = !import.meta.filename.endsWith(".ts");

/** The harness's own files, laid out like the repository: the checkout, or what the package has of one. Absolute. */
export const ownTree = resolve(import.meta.dirname, isPacked ? "../tree" : "../../..");

/**
 * Where a program of the harness lies that Node is to run: its source, or what the package has of it. A program goes by
 * `name` there: see `apps/pack/src/programs.ts`, which makes them.
 */
export function ownProgram(name: string, source: URL): string {
  return isPacked ? join(import.meta.dirname, `${name}.mjs`) : fileURLToPath(source);
}

/** What a package is made of: known when it is made, and never again. */
export interface PackedFrom {
  /** As a run's fingerprint has it. */
  harnessCommit: string | null;
  /** As a calibration has it. */
  generatorCode: string;
}

/** The name of the file that holds it, beside the programs. */
export const packedFromName = "packed-from.json";

/** What this package was made of; undefined in a checkout. Read anew each time. */
export function packedFrom(): PackedFrom | undefined {
  if (!isPacked) return undefined;
  return JSON.parse(readFileSync(join(import.meta.dirname, packedFromName), "utf8")) as PackedFrom;
}
