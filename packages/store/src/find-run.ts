import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { UsageError, type RunPlace } from "@stackbench/model";

/** Names of the files of a run's folder. */
export const journalName = "journal.jsonl";
export const recordName = "run.json";

/** Where runs are looked for. Absolute. */
export interface Whereabouts {
  /** By their ids. */
  directory: string;
  /** By paths that are not absolute. */
  workingDirectory: string;
}

/**
 * Finds a run by its id, or by the path of its folder or `run.json`.
 * Throws UsageError, naming the newest known runs, where there is none.
 */
export async function findRun(
  { directory, workingDirectory }: Whereabouts,
  name: string,
): Promise<RunPlace> {
  const isId = name !== "" && basename(name) === name && !name.startsWith(".");
  const place = isId ? await placeAt(join(directory, name)) : undefined;
  if (place) return place;
  const path = resolve(workingDirectory, name);
  const isFile = basename(path) === recordName || basename(path) === journalName;
  const found = await placeAt(isFile ? dirname(path) : path);
  if (found) {
    // Who names run.json wants that file, whatever lies beside it.
    return isFile && (await isFilled(path)) ? { ...found, source: path } : found;
  }
  throw new UsageError(`unknown run "${name}": ${await knownRuns(directory)}`);
}

/** Ids of all runs under `directory`, newest first: ids begin with the time. */
export async function listRuns(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const places = await Promise.all(names.map((name) => placeAt(join(directory, name))));
  return names
    .filter((_, index) => places[index] !== undefined)
    .toSorted()
    .toReversed();
}

async function placeAt(directory: string): Promise<RunPlace | undefined> {
  for (const name of [journalName, recordName]) {
    const source = join(directory, name);
    if (await isFilled(source)) return { directory, source };
  }
  return undefined;
}

/** A journal without a line is a run that was stopped before it began: there is nothing to read. */
async function isFilled(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && found.isFile() && found.size > 0;
}

async function knownRuns(directory: string): Promise<string> {
  const known = await listRuns(directory);
  if (known.length === 0) return `there is no run in ${directory} yet; start one with: pnpm bench`;
  const newest = known.slice(0, 5).join(", ");
  return `expected ${known.length > 5 ? "one of the newest" : "one of"} ${newest}${known.length > 5 ? ` (${known.length} in all)` : ""} in ${directory}, or the path of a run's folder or run.json`;
}
