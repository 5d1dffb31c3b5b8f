import { pageAssets } from "@stackbench/charts";
import { UsageError, type RunRecord } from "@stackbench/model";
import {
  compareRuns,
  comparisonJson,
  renderComparison,
  renderComparisonMarkdown,
  renderComparisonPage,
  rowsJson,
  summarise,
  type RunComparison,
} from "@stackbench/report";
import { consoleOptions, exitCodes, showJson, showTable, weightiest } from "@stackbench/terminal";
import { writeShown } from "../show-outcome.ts";

/** How a comparison is shown. */
export interface ComparisonOutput {
  output: "table" | "json";
  /** Goes on where the runs are not comparable; the output then says why they are not. */
  force: boolean;
  /** A file for Markdown, as given. */
  markdown?: string | undefined;
  /** A file for a page, as given. */
  html?: string | undefined;
  explain?: boolean;
}

/** Compares two runs and shows it. Gives the exit code. Throws UsageError where they may not be compared. */
export async function showComparison(
  base: RunRecord,
  head: RunRecord,
  shown: ComparisonOutput,
): Promise<number> {
  const comparison = compareChecked(base, head, shown.force);
  if (shown.output === "json") showJson(comparisonJson(comparison));
  if (shown.output === "table") {
    showTable(renderComparison(comparison, consoleOptions(shown.explain)));
  }
  if (shown.markdown !== undefined) {
    await writeShown("markdown", shown.markdown, renderComparisonMarkdown(comparison).text);
  }
  if (shown.html !== undefined) {
    await writeShown("html", shown.html, renderComparisonPage(comparison, await pageAssets()));
  }
  return codeOf(comparison);
}

/**
 * `run --baseline`: compares a run that has just ended with an earlier one, which was found before it began. With
 * "json" it prints the run's rows and the comparison as one object, so that the run itself must have printed nothing.
 */
export async function compareWithBaseline(
  record: RunRecord,
  baseline: RunRecord,
  shown: ComparisonOutput,
): Promise<number> {
  if (shown.output !== "json") return await showComparison(baseline, record, shown);
  const comparison = compareChecked(baseline, record, shown.force);
  showJson({ ...rowsJson(summarise(record)), comparison: comparisonJson(comparison) });
  if (shown.markdown !== undefined) {
    await writeShown("markdown", shown.markdown, renderComparisonMarkdown(comparison).text);
  }
  return codeOf(comparison);
}

function compareChecked(base: RunRecord, head: RunRecord, force: boolean): RunComparison {
  const comparison = compareRuns(base, head);
  const { refusals, cases, onlyInBase, onlyInHead } = comparison;
  if (refusals.length > 0 && !force) {
    throw new UsageError(
      [
        "these runs are not compared, because what differs here would show as a difference of the stacks:",
        ...refusals.map((refusal) => `  ${refusal}`),
        "--force compares them all the same, and says so in the output",
      ].join("\n"),
    );
  }
  if (cases.length === 0) {
    const some = (ids: readonly string[]): string => ids.slice(0, 3).join(", ") || "none";
    throw new UsageError(
      `expected two runs with a common case, got ${some(onlyInBase)} in the base and ${some(onlyInHead)} in the head`,
    );
  }
  return comparison;
}

function codeOf({ cases }: RunComparison): number {
  return weightiest(cases.map(codeOfCase));
}

/** A case that the head no longer serves, or seldom, is a failed row; of one without a valid window on a side nothing is known. */
function codeOfCase({ verdict, base, head, remarks }: RunComparison["cases"][number]): number {
  if (verdict === "slower") return exitCodes.slower;
  if (remarks.includes("head-lost")) return exitCodes.failed;
  if (head === null) {
    return remarks.includes("head-failed") ? exitCodes.failed : exitCodes.invalid;
  }
  // A base that failed is the past's business.
  const isPast = remarks.includes("base-failed") || remarks.includes("base-lost");
  return base === null && !isPast ? exitCodes.invalid : exitCodes.ok;
}
