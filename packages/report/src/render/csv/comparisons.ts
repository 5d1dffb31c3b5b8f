import type { Relative, Row, WithinSpeeds } from "../../row.ts";
import type { Table } from "../../table.ts";
import { caseColumns, caseOf } from "./case-columns.ts";
import { renderLines, type Line } from "./csv.ts";

// prettier-ignore
const figures = [
  "figure", "anchor", "ratio", "low", "high", "confidence", "p", "adjusted_p", "tie_adjusted_p", "signed_rank_p",
  "rounds", "verdict",
] as const;

type ComparisonColumn = (typeof caseColumns | typeof figures)[number];

/** Of every run, in the order of the file; `docs/csv.md` says what each is. */
const comparisonColumns: readonly ComparisonColumn[] = [...caseColumns, ...figures];

/**
 * `comparisons.csv`: one line a row, or kind of its requests, and figure that was compared with the anchor's, the same
 * columns for every run. An
 * empty cell is unknown, never zero.
 */
export function renderComparisonsCsv(table: Table): string {
  const lines = table.rows.flatMap((row) =>
    comparisonsOf(row).map((line) => ({ ...caseOf(row, table), ...line })),
  );
  return renderLines(comparisonColumns, lines);
}

function comparisonsOf({
  comparedBy,
  relative,
  cpuRelative,
  withinSpeeds,
  partRelatives = [],
}: Row): Line<ComparisonColumn>[] {
  return [
    ...(relative ? [{ figure: comparedBy, ...relationOf(relative) }] : []),
    ...(cpuRelative ? [{ figure: "cpu-per-request", ...relationOf(cpuRelative) }] : []),
    ...(withinSpeeds ? [{ figure: "throughput-at-same-speed", ...sameSpeedOf(withinSpeeds) }] : []),
    ...partRelatives.map((part) => ({
      request: part.name,
      figure: part.figure,
      ...relationOf(part),
    })),
  ];
}

function relationOf(relative: Relative<string>): Line<ComparisonColumn> {
  const { anchor, ratio, interval, p, rounds, verdict } = relative;
  return {
    anchor,
    ratio,
    low: interval?.low,
    high: interval?.high,
    confidence: interval?.confidence,
    p,
    adjusted_p: relative.adjustedP,
    tie_adjusted_p: relative.tieAdjustedP,
    signed_rank_p: relative.signedRankP,
    rounds,
    verdict,
  };
}

/** Of this pair alone: nothing is adjusted over the group. */
function sameSpeedOf({ anchor, ratio, interval, p, rounds, verdict }: WithinSpeeds) {
  const { low, high, confidence } = interval;
  return { anchor, ratio, low, high, confidence, p, rounds: rounds.same, verdict };
}
