import { renderPage, type PublishedRun } from "@stackbench/session";
import type { RunStore } from "@stackbench/model";
import type { Outcome } from "./kind.ts";

/**
 * Writes what an outcome has of files beside the run's own, and its page anew where the outcome says more than the rows.
 * Gives the paths of new files; throws HostError.
 */
export async function publishOutcome(
  store: RunStore,
  { record, table }: Pick<PublishedRun, "record" | "table">,
  { files = {}, page }: Pick<Outcome, "files" | "page">,
): Promise<string[]> {
  if (page) await store.writeArtefacts(record.runId, await renderPage(record, table, page));
  return await store.writeArtefacts(record.runId, files);
}
