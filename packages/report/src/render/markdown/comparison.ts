import type { ComparedCase } from "../../compare/cases.ts";
import type { RunComparison } from "../../compare/runs.ts";
import { numberedRemarks, remarkTexts } from "../../describe/change.ts";
import { comparisonColumns, comparisonGroups } from "../../describe/comparison-columns.ts";
import {
  describeChanges,
  describeColumns,
  describeRefusals,
  describeRuns,
  describeSide,
  titleOf,
} from "../../describe/comparison.ts";
import { inMarkdown, joinMarkdown, tableInMarkdown, type Markdown } from "./markdown.ts";

/** Compared cases as tables with their notes. */
export function renderCasesMarkdown(cases: readonly ComparedCase[]): Markdown {
  const numbers = numberedRemarks(cases);
  const tables = comparisonGroups(cases).flatMap((group) => {
    const table = tableInMarkdown(comparisonColumns(group, numbers), group);
    return [inMarkdown`**${titleOf(group)}**`, table];
  });
  const notes = [...numbers].map(([kind, number]) => inMarkdown`${number}. ${remarkTexts[kind]}`);
  const list = notes.length > 0 ? [joinMarkdown(notes, "\n")] : [];
  return inMarkdown`${joinMarkdown([...tables, ...list, describeColumns(cases)], "\n\n")}\n`;
}

/** Two runs: what changed, what they are, what forbids the comparison, the cases. */
export function renderComparisonMarkdown(comparison: RunComparison): Markdown {
  const { base, head } = comparison;
  const warning = describeRefusals(comparison);
  const parts = [
    inMarkdown`# ${head.runId} against ${base.runId}`,
    inMarkdown`**${describeChanges(comparison.cases)}**`,
    ...(warning === undefined ? [] : [inMarkdown`**${warning}**`]),
    inMarkdown`- base: ${describeSide(base)}\n- head: ${describeSide(head)}`,
    ...describeRuns(comparison),
    renderCasesMarkdown(comparison.cases),
  ];
  return joinMarkdown(parts, "\n\n");
}
