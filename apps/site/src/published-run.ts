import { questionOf, type RunRecord } from "@stackbench/model";
import { kindOf } from "@stackbench/experiments";
import { runPageOf, summarise, type RunPage } from "@stackbench/report";
import type { RunStore } from "@stackbench/model";

/** A published run, read once for all pages that tell of it. */
export interface PublishedRun {
  record: RunRecord;
  content: RunPage;
}

/** All of a folder, newest first. */
export async function readPublished(store: RunStore): Promise<PublishedRun[]> {
  const runs: PublishedRun[] = [];
  for (const runId of await store.list()) {
    const record = await store.read(runId);
    const table = summarise(record);
    const { page } = kindOf(questionOf(record)).conclude(record, table);
    runs.push({ record, content: runPageOf(record, table, page) });
  }
  return runs;
}

/** `10 variants, hello, items, on 2 × Intel Xeon, Docker 20.10`. */
export function tellRun({ record }: PublishedRun): string {
  const { variants, fingerprint, engine } = record;
  return `${variants.length} variants, ${record.plan.experiment.workloads.join(", ")}, on ${fingerprint.cpuCount} × ${fingerprint.cpuModel}, ${engine.description}`;
}
