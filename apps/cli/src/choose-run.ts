import { UsageError, type RunRecord, type RunStore } from "@stackbench/model";
import { findRecord } from "@stackbench/session";

/** The run that is named, or else the newest. Throws UsageError where there is none, or none yet. */
export async function chooseRun(store: RunStore, named: string | undefined): Promise<RunRecord> {
  const name = named ?? (await store.list())[0];
  if (name !== undefined) return await findRecord(name, store);
  throw new UsageError("expected a run, but there is none yet; start one: pnpm bench");
}
