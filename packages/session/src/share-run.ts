import { copyFile, mkdir, rename, rm, stat } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { HostError, UsageError, type RunRecord, type RunStore } from "@stackbench/model";
import { summarise, unpublishableFor } from "@stackbench/report";
import { createRunStore } from "@stackbench/store";
import { resultsDirectory, workingDirectory } from "./places.ts";
import { privateWords } from "./private-words.ts";
import { publishRecord, type Concluded, type ConcludeOnFile } from "./publish-run.ts";

/** Where runs are that anybody may look at. */
const sharedDirectory = join(resultsDirectory(undefined), "published");

const journalName = "journal.jsonl";

interface Sharing {
  to: string | undefined;
  conclude: ConcludeOnFile<Concluded | undefined>;
}

/**
 * Puts a run of the store among those that are published (`to`: elsewhere), if it may be shown: its journal, and what is made of
 * it. Gives the paths.
 * Throws UsageError, with every reason, where it may not or is there already, and HostError; then nothing of it is there.
 */
export async function shareRun(
  store: RunStore,
  runId: string,
  { to, conclude }: Sharing,
): Promise<string[]> {
  const { directory } = await store.locate(runId);
  const measured = join(directory, journalName);
  const record = await readJournal(store, measured);
  const reasons = unpublishableFor(record, summarise(record), privateWords());
  if (reasons.length > 0) {
    throw new UsageError(
      [`${record.runId} may not be published:`, ...reasons.map((reason) => `  ${reason}`)].join(
        "\n",
      ),
    );
  }
  const shared = to === undefined ? sharedDirectory : resolve(workingDirectory, to);
  const folder = join(shared, record.runId);
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  );
  if (isThere) {
    throw new UsageError(
      `${record.runId} is published already: ${relative(workingDirectory, folder)}`,
    );
  }
  // Half of it would look as if it were published, and keep it from being so: it is there whole, or not at all.
  const unfinished = join(shared, `.${record.runId}`);
  const made = join(unfinished, record.runId);
  try {
    await rm(unfinished, { recursive: true, force: true });
    const journal = await copyJournal(measured, made);
    const { paths } = await publishRecord(createRunStore(unfinished), record, conclude);
    await rename(made, folder);
    return [journal, ...paths].map((path) => join(folder, relative(made, path)));
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** What is copied is what is checked, whichever file of the run's was named. */
async function readJournal(store: RunStore, path: string): Promise<RunRecord> {
  const { source } = await store.locate(path);
  if (source === path) return await store.read(path);
  throw new UsageError(
    `${path}: expected the run's journal, got none; a run without one cannot be published`,
  );
}

/** Gives the copy's path. */
async function copyJournal(from: string, folder: string): Promise<string> {
  const journal = join(folder, journalName);
  try {
    await mkdir(folder, { recursive: true });
    await copyFile(from, journal);
    return journal;
  } catch (cause) {
    throw new HostError(`${folder}: cannot be written (${(cause as Error).message})`, { cause });
  }
}
