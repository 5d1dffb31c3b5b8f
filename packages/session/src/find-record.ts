import { readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { UsageError, type RunRecord } from "@stackbench/model";
import { oneLine, quoteWord } from "@stackbench/report";
import { createRunStore } from "@stackbench/store";
import { resultsDirectory, workingDirectory } from "./places.ts";

/**
 * The run that a person names: an id under `--out`, or the path of a run's folder or `run.json`.
 * Throws UsageError where there is none, and says what to do where an older stackbench wrote it.
 */
export async function findRecord(name: string, out: string | undefined): Promise<RunRecord> {
  const directory = resultsDirectory(out);
  const isPath = name.includes("/") || name.startsWith(".");
  const place = isPath ? resolve(workingDirectory, name) : name;
  try {
    return await createRunStore(directory).read(place);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const older = await readOlder(resolve(directory, place));
    if (older === undefined) throw error;
    throw new UsageError(`${error.message}\n${older}`, { cause: error });
  }
}

/** What is read of a head that the schema refuses. */
interface LooseHead {
  arguments?: string[];
  fingerprint?: { harnessCommit?: string | null };
  plan?: { experiment?: { protocol?: unknown } };
}

/** What to do with a run from before protocols were recorded; undefined where it is no such run. */
async function readOlder(place: string): Promise<string | undefined> {
  const isFile = ["run.json", "journal.jsonl"].includes(basename(place));
  const folder = isFile ? dirname(place) : place;
  for (const file of isFile ? [basename(place)] : ["journal.jsonl", "run.json"]) {
    const head = await readHead(join(folder, file));
    if (!head?.plan?.experiment) continue;
    if (head.plan.experiment.protocol !== undefined) return undefined;
    const commit = head.fingerprint?.harnessCommit?.replace(/-dirty$/, "");
    // Somebody else's file may have written what is shown here to be copied.
    const words = (head.arguments ?? []).map((word) => quoteWord(oneLine(word)));
    const again = ["pnpm bench run", ...words].join(" ");
    return [
      `An older stackbench${commit ? ` (commit ${commit.slice(0, 10)})` : ""} wrote this run: it has no protocol, and windows were judged by other rules, so its figures are not comparable with those of today.`,
      `Measure it again with this version, then compare: ${again}`,
    ].join("\n");
  }
  return undefined;
}

async function readHead(path: string): Promise<LooseHead | undefined> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const first = path.endsWith(".jsonl") ? text.slice(0, text.indexOf("\n")) : text;
    const value = JSON.parse(first) as LooseHead & { head?: LooseHead };
    return value.head ?? value;
  } catch {
    return undefined;
  }
}
