export { cleanText, jsonText, oneLine } from "./render/clean-text.ts";
export {
  fenced,
  joinMarkdown,
  inMarkdown,
  tableInMarkdown,
  type Markdown,
} from "./render/markdown/markdown.ts";
export {
  nightJsonSchema,
  rowsSchema,
  runJsonSchema,
  stackJsonSchema,
} from "./render/json/schemas.ts";
export { renderConsole } from "./render/console/run.ts";
export { renderMarkdown } from "./render/markdown/run.ts";
export { renderRunJson } from "./render/json/run.ts";
export {
  type Cell,
  column,
  type Column,
  empty,
  figure,
  rightColumn,
  text,
  unknown,
} from "./describe/cell.ts";
export { describeSlos, describeTerm, sloColumns, slosIn } from "./describe/slo.ts";
export { levelName } from "./describe/group.ts";
export { sparkline } from "./describe/sparkline.ts";
export {
  changeInterval,
  duration,
  mebibytes,
  microseconds,
  milliseconds,
  percent,
  percentChange,
  perSecond,
} from "./numbers.ts";
export { paragraph, renderRows } from "./render/console/rows.ts";
export type { ConsoleOptions } from "./render/console/style.ts";
export { renderTuning } from "./render/console/tuning.ts";
export { renderCsv } from "./render/csv/csv.ts";
export { renderWindowsCsv } from "./render/csv/windows.ts";
export { rowsJson, type RowsJson } from "./render/json/rows.ts";
export { type GroupFigures, type Relative, type Row } from "./row.ts";
export { relateArms, type Arms } from "./compare/arms.ts";
export { looksOf } from "./compare/looks.ts";
export { summarise } from "./summarise.ts";
export type { Table } from "./table.ts";
export { tuningSummary } from "./summarise/tuning.ts";
export {
  compareRevisions,
  type RevisionArms,
  type RevisionCase,
  type RevisionComparison,
} from "./compare/revisions.ts";
export { compareFactors } from "./compare/factors.ts";
export { compareRuns, type RunComparison } from "./compare/runs.ts";
export { conditionsOf, differingConditions } from "./compare/conditions.ts";
export { renderChange, renderShares } from "./describe/change.ts";
export { fewestForVerdict } from "./summarise/slo.ts";
export { costPerRequest, serverTimeShare } from "./summarise/resources.ts";
export { comparisonJson, factorsJson, revisionsJson } from "./render/json/comparison.ts";
export { renderCases, renderComparison } from "./render/console/comparison.ts";
export { renderCasesMarkdown, renderComparisonMarkdown } from "./render/markdown/comparison.ts";
export { libraryShares, sharesOf, type FunctionShares } from "./profile/shares.ts";
export { mergeProfiles } from "./profile/merge-profiles.ts";
export { renderSpeedscope } from "./render/json/speedscope.ts";
export { renderFlameGraph } from "./render/svg/flame-graph.ts";
