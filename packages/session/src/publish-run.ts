import type { RunRecord, RunStore } from "@stackbench/model";
import {
  renderMarkdown,
  renderRunJson,
  renderWindowsCsv,
  summarise,
  type Table,
} from "@stackbench/report";
import { createHistoryStore, createRunStore, type HistoryStore } from "@stackbench/store";
import { join } from "node:path";
import { resultsDirectory } from "./places.ts";

/** The runs under `--out`, or under `results/`. */
export function runStore(out: string | undefined): RunStore {
  return createRunStore(resultsDirectory(out));
}

/** The nights under `history/` of the same folder. */
export function historyStore(out: string | undefined): HistoryStore {
  return createHistoryStore(join(resultsDirectory(out), "history"));
}

/** A run that is on file, summarised once for all that is made of it. */
export interface PublishedRun {
  record: RunRecord;
  table: Table;
  /** Its artefacts. */
  paths: string[];
}

/** Makes a run's artefacts from its journal. */
export async function publishRun(store: RunStore, runId: string): Promise<PublishedRun> {
  const record = await store.read(runId);
  const table = summarise(record);
  const paths = await store.writeArtefacts(record.runId, {
    "run.json": renderRunJson(record),
    "windows.csv": renderWindowsCsv(record),
    "table.md": renderMarkdown(table).text,
  });
  return { record, table, paths };
}
