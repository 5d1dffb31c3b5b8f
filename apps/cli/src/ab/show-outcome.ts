import type { RunRecord } from "@stackbench/model";
import {
  renderCases,
  renderCasesMarkdown,
  revisionsJson,
  type RevisionComparison,
} from "@stackbench/report";
import { consoleOptions, printJson, writeMarkdown } from "../compare-with-baseline.ts";
import type { RunOutput } from "../publish-run.ts";
import { say } from "../say.ts";
import { describeOutcome, type OutcomeTexts } from "./describe-outcome.ts";

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
    printJson({
      schemaVersion: 1,
      runId: record.runId,
      ...labels,
      ...revisionsJson(comparison),
      failures: texts.failures,
    });
  }
  if (output === "table") {
    const table = cases.length > 0 ? `\n${renderCases(cases, consoleOptions())}` : "";
    process.stdout.write(`${paragraphOf(texts)}\n${table}`);
    say(
      `\nall windows: pnpm bench report ${record.runId}${out === undefined ? "" : ` --out=${out}`}`,
    );
  }
  if (markdown !== undefined) await writeMarkdown(markdown, markdownOf(texts, cases, record));
}

function paragraphOf({ headline, cases, advice, failures }: OutcomeTexts): string {
  return [headline, ...cases, ...(advice === null ? [] : [advice]), ...failures].join("\n");
}

function markdownOf(
  { headline, cases, advice, failures }: OutcomeTexts,
  compared: Parameters<typeof renderCasesMarkdown>[0],
  { runId, fingerprint: machine }: RunRecord,
): string {
  const blocks = [
    `### ${headline}`,
    ...(cases.length > 0 ? [cases.map((text) => `- ${text}`).join("\n")] : []),
    ...(advice === null ? [] : [advice]),
    ...failures.map((text) => `\`\`\`text\n${text}\n\`\`\``),
    ...(compared.length > 0 ? [renderCasesMarkdown(compared).trimEnd()] : []),
    `Run ${runId} on ${machine.cpuCount} × ${machine.cpuModel}, ${machine.kernel}.`,
  ];
  return `${blocks.join("\n\n")}\n`;
}
