export { comparisonRules } from "./comparison-rules.ts";
export { cleanText, jsonText, oneLine } from "./render/clean-text.ts";
export { commandOf } from "./render/command.ts";
export { Markup } from "./render/markup.ts";
export { quoteWord } from "./render/quote-word.ts";
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
export { renderProvisional } from "./render/console/provisional.ts";
export { renderConsole } from "./render/console/run.ts";
export { renderMarkdown } from "./render/markdown/run.ts";
export type { ToPaste } from "./render/html/to-paste.ts";
export { type Conclusion, renderHtml, type RunPage, runPageOf } from "./render/html/run.ts";
export { describeProvisional, heldRounds } from "./describe/rounds-so-far.ts";
export {
  type DocumentPart,
  documentTable,
  renderDocument,
  type HtmlDocument,
  type PageLink,
} from "./render/html/document.ts";
export type { PageAssets } from "./render/html/page.ts";
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
export { answersOf } from "./describe/answer.ts";
export { figureName, partColumns } from "./describe/parts.ts";
export { describeSlos, describeTerm, sloColumns, slosIn } from "./describe/slo.ts";
export { hasInterval } from "./describe/change.ts";
export { changeOf, relateSides } from "./describe/relate.ts";
export { describeAllSteps, describeSteps } from "./describe/steps.ts";
export { levelName } from "./describe/group.ts";
export { sparkline } from "./describe/sparkline.ts";
export {
  gibibytes,
  changeInterval,
  duration,
  mebibytes,
  microseconds,
  milliseconds,
  percent,
  percentChange,
  perSecond,
} from "./numbers.ts";
export { paragraph, readingOf, renderRows } from "./render/console/rows.ts";
export { wrap } from "./render/console/text-layout.ts";
export type { ConsoleOptions } from "./render/console/style.ts";
export { renderTuning } from "./render/console/tuning.ts";
export { renderCsv } from "./render/csv/csv.ts";
export { renderComparisonsCsv } from "./render/csv/comparisons.ts";
export { renderSeriesCsv } from "./render/csv/series.ts";
export { renderSummaryCsv } from "./render/csv/summary.ts";
export { renderWindowsCsv } from "./render/csv/windows.ts";
export { renderHdrLog } from "./render/hdr/log.ts";
export { renderHgrms } from "./render/hdr/percentiles.ts";
export { renderBencher } from "./render/metrics/bencher.ts";
export { renderGithubBigger, renderGithubSmaller } from "./render/metrics/github.ts";
export { renderOpenMetrics } from "./render/metrics/openmetrics.ts";
export { rowsJson, type RowsJson } from "./render/json/rows.ts";
export { type GroupFigures, type PartFigures, type Relative, type Row } from "./row.ts";
export { relateArms, type Arms } from "./compare/arms.ts";
export { looksOf } from "./compare/looks.ts";
export { tellSecond } from "./summarise/second-times.ts";
export { unpublishableFor } from "./summarise/unpublishable.ts";
export { summarise } from "./summarise.ts";
export type { Table } from "./table.ts";
export { tuningSummary } from "./summarise/tuning.ts";
export {
  compareRevisions,
  type RevisionCase,
  type RevisionComparison,
} from "./compare/revisions.ts";
export type { RevisionPart } from "./compare/revision-parts.ts";
export { compareFactors, type FactorCase } from "./compare/factors.ts";
export { compareRuns, type RunComparison } from "./compare/runs.ts";
export { conditionsOf, differingConditions } from "./compare/conditions.ts";
export { renderChange, renderShares, renderUnanswered } from "./describe/change.ts";
export { fewestForVerdict } from "./summarise/slo.ts";
export { costPerRequest, serverTimeShare } from "./summarise/resources.ts";
export { comparisonJson, factorsJson, revisionsJson } from "./render/json/comparison.ts";
export { renderCases, renderComparison } from "./render/console/comparison.ts";
export { changeChart } from "./render/markdown/change-chart.ts";
export { renderCasesMarkdown, renderComparisonMarkdown } from "./render/markdown/comparison.ts";
export {
  type FunctionShares,
  libraryShares,
  type NamedShare,
  sharesByName,
  sharesOf,
} from "./profile/shares.ts";
export { mergeProfiles } from "./profile/merge-profiles.ts";
export { renderSpeedscope } from "./render/json/speedscope.ts";
export { intervalWords } from "./picture/interval-words.ts";
export { plainDot } from "./picture/plain-dot.ts";
export { changePictures } from "./picture/change-pictures.ts";
export type { Bars, Dots, Heat, Lines, Picture, Series } from "./picture/picture.ts";
export {
  changeTables,
  comparisonNotes,
  comparisonParts,
  renderComparisonPage,
} from "./render/html/comparison.ts";
export { type OwnedProfile, renderFlameDifference } from "./render/svg/flame-difference.ts";
export { renderFlameGraph } from "./render/svg/flame-graph.ts";
