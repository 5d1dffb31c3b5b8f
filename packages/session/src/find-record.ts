import { readFile } from "node:fs/promises";
import { UsageError, type RunRecord, type RunStore } from "@stackbench/model";
import { oneLine, quoteWord } from "@stackbench/report";

/**
 * The run that a person names: an id of the store, or the path of a run's folder or `run.json`. The store knows it by its id
 * from then on. Throws UsageError where there is none, and says what to do where an older stackbench wrote it.
 */
export async function findRecord(name: string, store: RunStore): Promise<RunRecord> {
  try {
    return await store.read(name);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const place = await store.locate(name).catch(() => undefined);
    const older = place && (await readOlder(place.source));
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
async function readOlder(source: string): Promise<string | undefined> {
  const head = await readHead(source);
  if (!head?.plan?.experiment || head.plan.experiment.protocol !== undefined) return undefined;
  const commit = head.fingerprint?.harnessCommit?.replace(/-dirty$/, "");
  // Somebody else's file may have written what is shown here to be copied.
  const words = (head.arguments ?? []).map((word) => quoteWord(oneLine(word)));
  const again = ["pnpm bench run", ...words].join(" ");
  return [
    `An older stackbench${commit ? ` (commit ${commit.slice(0, 10)})` : ""} wrote this run: it has no protocol, and windows were judged by other rules, so its figures are not comparable with those of today.`,
    `Measure it again with this version, then compare: ${again}`,
  ].join("\n");
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
