import { dirname, join } from "node:path";
import { pageAssets } from "@stackbench/charts";
import type { RunRecord, RunStore } from "@stackbench/model";
import {
  answersOf,
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
import { resultsDirectory, workingDirectory } from "./places.ts";

/** The runs under `--out`, or under `results/`, and by paths those of elsewhere, as the person sees it who names them. */
export function runStore(out: string | undefined): RunStore {
  return createRunStore(resultsDirectory(out), workingDirectory);
}

/** The nights under `history/` of the same folder. */
export function historyStore(out: string | undefined): HistoryStore {
  return createHistoryStore(join(resultsDirectory(out), "history"));
}

/** What an experiment says beyond the rows of its run. */
export interface Concluded {
  /** What the run's page says and draws first; absent where its rows say it all. */
  page?: Conclusion;
  /** Artefacts of the run beside its own, by file name. */
  files?: Record<string, string>;
}

/** Pure. Gives undefined where nothing is said beyond the rows. */
export type Conclude<Told extends Concluded | undefined> = (
  record: RunRecord,
  table: Table,
) => Told;

/** The same of a run on file: what concludes may have to be read first. */
export type ConcludeOnFile<Told extends Concluded | undefined> = (
  record: RunRecord,
  table: Table,
) => Told | Promise<Told>;

export const rowsAlone: Conclude<undefined> = () => undefined;

/** A run that is on file, summarised and concluded once for all that is made of it. */
export interface PublishedRun<Told extends Concluded | undefined> {
  record: RunRecord;
  table: Table;
  outcome: Told;
  /** Its artefacts. */
  paths: string[];
}

/** Makes a run's artefacts from its journal. */
export async function publishRun<Told extends Concluded | undefined>(
  store: RunStore,
  runId: string,
  conclude: ConcludeOnFile<Told>,
): Promise<PublishedRun<Told>> {
  return await publishRecord(store, await store.read(runId), conclude);
}

/** The same of a run that has been read: it lies in the store. */
export async function publishRecord<Told extends Concluded | undefined>(
  store: RunStore,
  record: RunRecord,
  conclude: ConcludeOnFile<Told>,
): Promise<PublishedRun<Told>> {
  const table = summarise(record);
  const outcome = await conclude(record, table);
  const answers = answersOf(table, outcome?.page?.sentences);
  const paths = await store.writeArtefacts(record.runId, {
    "run.json": renderRunJson(record),
    "windows.csv": renderWindowsCsv(record),
    "summary.csv": renderSummaryCsv(table),
    "comparisons.csv": renderComparisonsCsv(table),
    "series.csv": renderSeriesCsv(record),
    "histograms.hlog": renderHdrLog(record),
    "table.md": renderMarkdown(table, answers).text,
  });
  const histograms = await store.writeArtefacts(record.runId, histogramFiles(record));
  const told = await store.writeArtefacts(record.runId, {
    ...(await renderPage(record, table, outcome)),
    ...outcome?.files,
  });
  return { record, table, outcome, paths: [...paths, ...told, ...foldersOf(histograms)] };
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
  { page, files = {} }: Concluded = {},
): Promise<Record<string, string>> {
  const { renderChart } = await import("@stackbench/charts/drawing");
  const content = runPageOf(record, table, { ...page, files: Object.keys(files) });
  const [first] = content.pictures;
  const chart = first && renderChart(first, content.sentences.slice(0, 1));
  return {
    "report.html": renderHtml(content, await pageAssets()),
    ...(chart !== undefined && { "chart.svg": chart }),
  };
}
