import type { RunRecord } from "@stackbench/model";
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
import type { Outcome } from "./kind.ts";

/** A run that is on file, and what it says to its question. */
export interface Told {
  record: RunRecord;
  table: Table;
  outcome: Pick<Outcome, "json" | "table" | "markdown">;
}

/** Everything that a run can be shown as: one line each. Those of an outcome are of the question; the others of the run's rows. */
const renderers = {
  table: ({ outcome }: Told, options: ConsoleOptions) => outcome.table(options),
  markdown: ({ outcome, table }: Told) => (outcome.markdown ?? renderMarkdown(table)).text,
  csv: ({ table }: Told) => renderSummaryCsv(table),
  json: ({ outcome }: Told) => `${jsonText(outcome.json)}\n`,
  hdr: ({ record }: Told) => renderHdrLog(record),
  "github-bigger": ({ table }: Told) => renderGithubBigger(table),
  "github-smaller": ({ table }: Told) => renderGithubSmaller(table),
  bencher: ({ table }: Told) => renderBencher(table),
  openmetrics: ({ table }: Told) => renderOpenMetrics(table),
} as const satisfies Record<string, (told: Told, options: ConsoleOptions) => string>;

export type Format = keyof typeof renderers;

/** The first is what is shown where nothing is said. */
export const formats = Object.keys(renderers) as Format[];

/** `options`: of a table alone. */
export function renderAs(format: Format, told: Told, options: ConsoleOptions): string {
  return renderers[format](told, options);
}
