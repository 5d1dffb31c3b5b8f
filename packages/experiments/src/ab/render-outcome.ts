import type { RunRecord } from "@stackbench/model";
import {
  changeChart,
  commandOf,
  fenced,
  joinMarkdown,
  inMarkdown,
  renderCasesMarkdown,
  type Markdown,
} from "@stackbench/report";
import type { OutcomeTexts } from "./describe-outcome.ts";

/** GitHub takes 65,536 characters in a comment: the rest is for what stands around this. */
const mostCharacters = 60_000;
const mostOfFailure = 4000;

/** What `bench ab` found, for a comment on a pull request. */
export function renderOutcomeMarkdown(
  { headline, cases, advice, failures }: OutcomeTexts,
  compared: Parameters<typeof renderCasesMarkdown>[0],
  record: Pick<RunRecord, "runId" | "fingerprint" | "arguments">,
): Markdown {
  const { runId, fingerprint: machine } = record;
  const sentences = cases.map((text) => inMarkdown`- ${text}`);
  const blocks = [
    inMarkdown`### ${headline}`,
    ...(sentences.length > 0 ? [joinMarkdown(sentences, "\n")] : []),
    ...(advice === null ? [] : [inMarkdown`${advice}`]),
    ...changeChart(compared),
    // Logs of the code that is judged: no line of theirs may end the block and go on as the verdict.
    ...failures.map((failure) => fenced(failure.slice(0, mostOfFailure))),
    ...(compared.length > 0 ? [renderCasesMarkdown(compared)] : []),
    inMarkdown`Run ${runId} on ${machine.cpuCount} × ${machine.cpuModel}, ${machine.kernel}. To measure it again:`,
    fenced(commandOf(record.arguments)),
  ];
  return inMarkdown`${joinMarkdown(within(blocks), "\n\n")}\n`;
}

/** Without the blocks for which there is no room, whole as they are: half a block may be no block. */
function within(blocks: readonly Markdown[]): Markdown[] {
  let room = mostCharacters;
  const kept = blocks.filter(({ text }) => {
    const fits = text.length + 2 <= room;
    if (fits) room -= text.length + 2;
    return fits;
  });
  const left = blocks.length - kept.length;
  return left === 0 ? kept : [...kept, inMarkdown`${left} parts had no room here: see the run.`];
}
