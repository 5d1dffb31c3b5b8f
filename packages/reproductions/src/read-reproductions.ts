import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Reproduction } from "./conclude.ts";
import { parseReproduction } from "./parse-reproduction.ts";
import { studies } from "./studies.ts";

/** Studies that were held in full, from their folders in `folder`, in the order of all studies. Throws UsageError for other files. */
export async function readReproductions(folder: string): Promise<Reproduction[]> {
  const found: Reproduction[] = [];
  for (const study of studies) {
    const [claims, figures] = await Promise.all(
      ["claims.json", "figures.csv"].map((file) => readIfThere(join(folder, study.name, file))),
    );
    if (claims !== undefined && figures !== undefined) {
      found.push(parseReproduction(study, { claims, figures }));
    }
  }
  return found;
}

async function readIfThere(path: string): Promise<string | undefined> {
  return await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
}
