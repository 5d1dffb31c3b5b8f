export { cleanText, jsonText, oneLine } from "./render/clean-text.ts";
export { fenced, joinMarkdown, inMarkdown, type Markdown } from "./render/markdown.ts";
export { rowsSchema, runJsonSchema, stackJsonSchema } from "./render/json-schemas.ts";
export { renderConsole } from "./render/run-console.ts";
export { renderMarkdown } from "./render/run-markdown.ts";
export { renderRunJson } from "./render/run-json.ts";
export { renderTuning } from "./render/tuning.ts";
export { renderWindowsCsv } from "./render/windows-csv.ts";
export { rowsJson, type RowsJson } from "./render/rows-json.ts";
export type { Row } from "./row.ts";
export { looksOf } from "./compare/looks.ts";
export { summarise } from "./summarise.ts";
export { tuningSummary } from "./summarise/tuning.ts";
export {
  compareRevisions,
  type RevisionArms,
  type RevisionCase,
  type RevisionComparison,
} from "./compare/revisions.ts";
export { compareFactors } from "./compare/factors.ts";
export { compareRuns, type RunComparison } from "./compare/runs.ts";
export { differingConditions } from "./compare/conditions.ts";
export { renderChange, renderShares } from "./describe/change.ts";
export { costPerRequest } from "./summarise/resources.ts";
export { comparisonJson, factorsJson, revisionsJson } from "./render/comparison-json.ts";
export {
  renderCases,
  renderCasesMarkdown,
  renderComparison,
  renderComparisonMarkdown,
} from "./render/comparison.ts";
