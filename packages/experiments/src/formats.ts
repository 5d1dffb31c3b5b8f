import { UsageError, type RunRecord } from "@stackbench/model";
import {
  jsonText,
  renderBencher,
  renderGithubBigger,
  renderGithubSmaller,
  renderHdrLog,
  renderMarkdown,
  renderOpenMetrics,
  renderSummaryCsv,
  type ConsoleOptions,
  type Table,
} from "@stackbench/report";
import { renderPage } from "@stackbench/session";
import type { Outcome } from "./kind.ts";

/** A run that is on file, and what it says to its question. */
export interface Told {
  record: RunRecord;
  table: Table;
  outcome: Pick<Outcome, "json" | "table" | "markdown" | "page" | "showsRows">;
}

/** Everything that a run can be shown as: one line each. Those of an outcome are of the question; the others of the run's rows. */
const renderers = {
  table: ({ outcome }: Told, options: ConsoleOptions) => outcome.table(options),
  markdown: ({ outcome, table }: Told) => (outcome.markdown ?? renderMarkdown(table)).text,
  html: (told: Told) => pageOf(told, "report.html"),
  svg: (told: Told) => pageOf(told, "chart.svg"),
  csv: ({ table }: Told) => renderSummaryCsv(table),
  json: ({ outcome }: Told) => `${jsonText(outcome.json)}\n`,
  hdr: ({ record }: Told) => renderHdrLog(record),
  "github-bigger": ({ table }: Told) => renderGithubBigger(table),
  "github-smaller": ({ table }: Told) => renderGithubSmaller(table),
  bencher: ({ table }: Told) => renderBencher(table),
  openmetrics: ({ table }: Told) => renderOpenMetrics(table),
} as const satisfies Record<
  string,
  (told: Told, options: ConsoleOptions) => string | Promise<string>
>;

export type Format = keyof typeof renderers;

/** The first is what is shown where nothing is said. */
export const formats = Object.keys(renderers) as Format[];

/** `options`: of a table alone. */
export async function renderAs(
  format: Format,
  told: Told,
  options: ConsoleOptions,
): Promise<string> {
  return await renderers[format](told, options);
}

/** Throws UsageError for a run without a figure: it has no chart. */
async function pageOf({ record, table, outcome }: Told, file: string): Promise<string> {
  const files = await renderPage(record, table, outcome);
  const content = files[file];
  if (content === undefined) {
    throw new UsageError(`--format=svg: ${record.runId} has no figure that could be drawn`);
  }
  return content;
}
