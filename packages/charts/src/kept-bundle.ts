import { randomUUID } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { bundle, isCurrent, type Bundle } from "./bundle.ts";

/**
 * The bundle of a script: the one that was kept in `folder` if it would be made the same again, else made anew, and kept.
 * Bundling takes a second on a slow machine, each time that a run ends. No folder: made anew.
 */
export async function keptBundle(entry: string, folder: string | undefined): Promise<Bundle> {
  if (folder === undefined) return bundle(entry);
  const path = join(folder, `${basename(entry)}.json`);
  const kept = await readKept(path);
  if (kept && (await isCurrent(kept))) return kept;
  const made = await bundle(entry);
  await keep(path, made);
  return made;
}

/** Undefined where there is none, or none that can be read. */
async function readKept(path: string): Promise<Bundle | undefined> {
  try {
    const { script, inputs } = JSON.parse(await readFile(path, "utf8")) as Partial<Bundle>;
    return script && inputs ? { script, inputs } : undefined;
  } catch {
    return undefined;
  }
}

/** Whole or not at all, since other processes read it; that it could not be kept costs time only. */
async function keep(path: string, made: Bundle): Promise<void> {
  const beside = `${path}.${randomUUID()}`;
  try {
    await writeFile(beside, JSON.stringify(made), { mode: 0o600 });
    await rename(beside, path);
  } catch {
    await rm(beside, { force: true });
  }
}
