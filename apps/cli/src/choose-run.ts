import { UsageError, type RunStore } from "@stackbench/model";

/** The run that is named, or else the newest. Throws UsageError where there is none yet. */
export async function chooseRun(store: RunStore, named: string | undefined): Promise<string> {
  const runId = named ?? (await store.list())[0];
  if (runId !== undefined) return runId;
  throw new UsageError("expected a run, but there is none yet; start one: pnpm bench");
}
