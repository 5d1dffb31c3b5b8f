import type { RunStore } from "@stackbench/model";
import type { Outcome } from "./kind.ts";

/** Writes what an outcome has of files beside the run's own. Gives their paths; throws HostError. */
export async function publishOutcome(
  store: RunStore,
  runId: string,
  { files = {} }: Pick<Outcome, "files">,
): Promise<string[]> {
  return await store.writeArtefacts(runId, files);
}
