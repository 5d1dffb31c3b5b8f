import type { RunRecord, RunStore } from "@stackbench/model";
import { renderMarkdown, renderRunJson, renderWindowsCsv, summarise } from "@stackbench/report";
import { createRunStore } from "@stackbench/store";
import { resultsDirectory } from "./places.ts";

/** The runs under `--out`, or under `results/`. */
export function runStore(out: string | undefined): RunStore {
  return createRunStore(resultsDirectory(out));
}

/** Makes a run's artefacts from its journal. Gives the run, and the artefacts' paths. */
export async function publishRun(
  store: RunStore,
  runId: string,
): Promise<{ record: RunRecord; paths: string[] }> {
  const record = await store.read(runId);
  const paths = await store.writeArtefacts(record.runId, {
    "run.json": renderRunJson(record),
    "windows.csv": renderWindowsCsv(record),
    "table.md": renderMarkdown(summarise(record)).text,
  });
  return { record, paths };
}
