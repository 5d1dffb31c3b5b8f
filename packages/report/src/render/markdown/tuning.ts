import { limitColumns, noTuning, whyColumn } from "../../describe/tuning.ts";
import type { TuningSummary } from "../../summarise/tuning.ts";
import { inMarkdown, joinMarkdown, tableInMarkdown, type Markdown } from "./markdown.ts";

/** The ledger as a Markdown table. */
export function renderTuningMarkdown(tuning: TuningSummary): Markdown {
  if (tuning.rows.length === 0) return inMarkdown`${noTuning}`;
  const head = inMarkdown`Profile ${tuning.profile}: ${tuning.asRequested} of ${tuning.total} limits stand as they were asked for.`;
  return joinMarkdown([head, tableInMarkdown([...limitColumns, whyColumn], tuning.rows)], "\n\n");
}
