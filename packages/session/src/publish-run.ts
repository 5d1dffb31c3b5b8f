import { dirname, join } from "node:path";
import { pageAssets, renderChart } from "@stackbench/charts";
import type { RunRecord, RunStore } from "@stackbench/model";
import {
  type Conclusion,
  renderComparisonsCsv,
  renderHdrLog,
  renderHgrms,
  renderHtml,
  renderMarkdown,
  renderRunJson,
  renderSeriesCsv,
  renderSummaryCsv,
  renderWindowsCsv,
  runPageOf,
  summarise,
  type Table,
} from "@stackbench/report";
import { createHistoryStore, createRunStore, type HistoryStore } from "@stackbench/store";
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
    "summary.csv": renderSummaryCsv(table),
    "comparisons.csv": renderComparisonsCsv(table),
    "series.csv": renderSeriesCsv(record),
    "histograms.hlog": renderHdrLog(record),
    "table.md": renderMarkdown(table).text,
    ...(await renderPage(record, table)),
  });
  const histograms = await store.writeArtefacts(record.runId, histogramFiles(record));
  return { record, table, paths: [...paths, ...foldersOf(histograms)] };
}

function histogramFiles(record: RunRecord): Record<string, string> {
  const files = Object.entries(renderHgrms(record));
  return Object.fromEntries(files.map(([name, text]) => [`histograms/${name}`, text]));
}

/** Of many files it is enough to say where they are. */
function foldersOf(paths: readonly string[]): string[] {
  return [...new Set(paths.map((path) => dirname(path)))];
}

/** What people look at, by file name: `report.html`, and `chart.svg` where there is something to draw. */
export async function renderPage(
  record: RunRecord,
  table: Table,
  conclusion?: Conclusion,
): Promise<Record<string, string>> {
  const content = runPageOf(record, table, conclusion);
  const [first] = content.pictures;
  const chart = first && renderChart(first, content.sentences.slice(0, 1));
  return {
    "report.html": renderHtml(content, await pageAssets()),
    ...(chart !== undefined && { "chart.svg": chart }),
  };
}
