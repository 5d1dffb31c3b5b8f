import { say, quoteWord, consoleOptions, show, showJson, showTable } from "@stackbench/terminal";
import type { RunOutput } from "@stackbench/session";
import type { RunRecord } from "@stackbench/model";
import { renderCases, revisionsJson, type RevisionComparison } from "@stackbench/report";
import { writeMarkdown } from "../compare-with-baseline.ts";
import { describeOutcome, type OutcomeTexts } from "./describe-outcome.ts";
import { renderOutcomeMarkdown } from "./render-outcome.ts";

export interface ShownOutcome {
  labels: { variant: string; base: string; head: string };
  output: RunOutput;
  /** A file for Markdown, as given. */
  markdown: string | undefined;
  /** `--out`, as given. */
  out: string | undefined;
}

/** Shows what `bench ab` found: in words, as a table, and as it was asked for. */
export async function showOutcome(
  comparison: RevisionComparison,
  record: RunRecord,
  { labels, output, markdown, out }: ShownOutcome,
): Promise<void> {
  const texts = describeOutcome(comparison, record, labels);
  const cases = comparison.cases.flatMap(({ head, control }) => [head, control]);
  if (output === "json") {
    showJson({
      schemaVersion: 1,
      runId: record.runId,
      ...labels,
      ...revisionsJson(comparison),
      failures: texts.failures,
    });
  }
  if (output === "table") {
    const table = cases.length > 0 ? `\n${renderCases(cases, consoleOptions())}` : "";
    show(`${paragraphOf(texts)}\n`);
    showTable(table);
    const where = out === undefined ? "" : ` --out=${quoteWord(out)}`;
    say(`\nall windows: pnpm bench report ${record.runId}${where}`);
  }
  if (markdown !== undefined)
    await writeMarkdown(markdown, renderOutcomeMarkdown(texts, cases, record));
}

function paragraphOf({ headline, cases, advice, failures }: OutcomeTexts): string {
  return [headline, ...cases, ...(advice === null ? [] : [advice]), ...failures].join("\n");
}
