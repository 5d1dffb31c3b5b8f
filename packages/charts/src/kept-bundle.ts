import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { writeAtomically } from "@stackbench/host";
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
  // That it could not be kept costs time only.
  await writeAtomically(path, JSON.stringify(made)).catch(() => {});
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
