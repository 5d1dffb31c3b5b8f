export { cleanText, jsonText, oneLine } from "./clean-text.ts";
export { fenced, joinMarkdown, inMarkdown, type Markdown } from "./markdown.ts";
export { rowsSchema, runJsonSchema, stackJsonSchema } from "./json-schemas.ts";
export type { ConsoleOptions } from "./console-style.ts";
export { renderConsole } from "./render-console.ts";
export { renderMarkdown } from "./render-markdown.ts";
export { renderRunJson } from "./render-run-json.ts";
export { renderTuning, renderTuningMarkdown } from "./render-tuning.ts";
export { renderWindowsCsv } from "./render-windows-csv.ts";
export { rowsJson } from "./rows-json.ts";
export type { RowJson, RowsJson } from "./rows-schema.ts";
export { looksOf } from "./looks-of.ts";
export { summarise } from "./summarise.ts";
export type * from "./table.ts";
export { tuningSummary, type TuningRow, type TuningSummary } from "./tuning-summary.ts";
export {
  compareRevisions,
  type RevisionArms,
  type RevisionCase,
  type RevisionComparison,
} from "./compare-revisions.ts";
export { compareFactors, type FactorCase, type Step } from "./compare-factors.ts";
export { compareRuns, type RunComparison } from "./compare-runs.ts";
export { differingConditions } from "./differing-conditions.ts";
export { renderChange, renderShares } from "./describe-change.ts";
export { costPerRequest } from "./measure-resources.ts";
export { comparisonJson, factorsJson, revisionsJson } from "./comparison-json.ts";
export {
  renderCases,
  renderCasesMarkdown,
  renderComparison,
  renderComparisonMarkdown,
} from "./render-comparison.ts";
