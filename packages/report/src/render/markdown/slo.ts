import { describeSlos, sloColumns, slosIn } from "../../describe/slo.ts";
import type { Group, Table } from "../../table.ts";
import { inMarkdown, joinMarkdown, tableInMarkdown, type Markdown } from "./markdown.ts";

/** Whether each row keeps the SLO of the run, in a sentence each; nothing without one. */
export function renderSloAnswers({ rows }: Table): Markdown[] {
  const sentences = describeSlos(rows).map((sentence) => inMarkdown`- ${sentence}`);
  return sentences.length === 0 ? [] : [joinMarkdown(sentences, "\n")];
}

/** What stands under a table: each term of the SLO for each of its rows. */
export function renderSlosMarkdown({ rows }: Group): Markdown[] {
  const figures = slosIn(rows);
  return figures.length === 0 ? [] : [tableInMarkdown(sloColumns, figures)];
}
