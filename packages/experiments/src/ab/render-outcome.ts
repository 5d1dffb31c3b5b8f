import type { RunRecord } from "@stackbench/model";
import {
  fenced,
  joinMarkdown,
  inMarkdown,
  renderCasesMarkdown,
  type Markdown,
} from "@stackbench/report";
import type { OutcomeTexts } from "./describe-outcome.ts";

/** What `bench ab` found, for a comment on a pull request. */
export function renderOutcomeMarkdown(
  { headline, cases, advice, failures }: OutcomeTexts,
  compared: Parameters<typeof renderCasesMarkdown>[0],
  { runId, fingerprint: machine }: Pick<RunRecord, "runId" | "fingerprint">,
): Markdown {
  const sentences = cases.map((text) => inMarkdown`- ${text}`);
  const blocks = [
    inMarkdown`### ${headline}`,
    ...(sentences.length > 0 ? [joinMarkdown(sentences, "\n")] : []),
    ...(advice === null ? [] : [advice]),
    // Logs of the code that is judged: no line of theirs may end the block and go on as the verdict.
    ...failures.map(fenced),
    ...(compared.length > 0 ? [renderCasesMarkdown(compared)] : []),
    `Run ${runId} on ${machine.cpuCount} × ${machine.cpuModel}, ${machine.kernel}.`,
  ];
  return inMarkdown`${joinMarkdown(blocks, "\n\n")}\n`;
}
