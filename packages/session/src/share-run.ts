import { copyFile, mkdir, stat } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { HostError, UsageError } from "@stackbench/model";
import { summarise, unpublishableFor } from "@stackbench/report";
import { createRunStore } from "@stackbench/store";
import { resultsDirectory, workingDirectory } from "./places.ts";
import { privateWords } from "./private-words.ts";
import { publishRun, runStore, type Concluded, type ConcludeOnFile } from "./publish-run.ts";

/** Where runs are that anybody may look at. */
const sharedDirectory = join(resultsDirectory(undefined), "published");

interface Sharing {
  out: string | undefined;
  to: string | undefined;
  conclude: ConcludeOnFile<Concluded | undefined>;
}

/**
 * Puts a run among those that are published (`to`: elsewhere), if it may be shown: its journal, and what is made of it. Gives the
 * paths.
 * Throws UsageError, with every reason, where it may not or is there already, and HostError.
 */
export async function shareRun(runId: string, { out, to, conclude }: Sharing): Promise<string[]> {
  const record = await runStore(out).read(runId);
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
  try {
    await mkdir(folder, { recursive: true });
    await copyFile(
      resolve(resultsDirectory(out), record.runId, "journal.jsonl"),
      join(folder, "journal.jsonl"),
    );
  } catch (cause) {
    throw new HostError(`${folder}: cannot be written (${(cause as Error).message})`, { cause });
  }
  const { paths } = await publishRun(createRunStore(shared), record.runId, conclude);
  return [join(folder, "journal.jsonl"), ...paths];
}
