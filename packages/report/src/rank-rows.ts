import type { Row } from "./table.ts";

/**
 * Orders the rows of a group by falling throughput and numbers those that may be ranked: measured by the
 * first generator, no caution that forbids it, the usual tuning. Then come rows of invalid windows only,
 * failed ones, and those still to be measured. A second generator's row stands below the one it checks.
 */
export function rankRows(rows: readonly Row[]): Row[] {
  const firsts = rows
    .filter((row) => row.checks === null)
    .toSorted(
      (a, b) => place(a) - place(b) || (b.throughput?.median ?? 0) - (a.throughput?.median ?? 0),
    );
  let rank = 0;
  return firsts.flatMap((row) => [
    mayBeRanked(row) ? { ...row, rank: ++rank } : row,
    ...rows.filter((other) => checks(other, row)),
  ]);
}

function mayBeRanked(row: Row): boolean {
  return (
    row.status === "measured" &&
    row.tuningDifference === null &&
    row.cautions.every((caution) => caution.severity !== "unranked")
  );
}

function checks(second: Row, first: Row): boolean {
  return second.checks !== null && second.stack === first.stack && second.variant === first.variant;
}

function place(row: Row): number {
  return ["measured", "invalid", "failed", "pending"].indexOf(row.status);
}
