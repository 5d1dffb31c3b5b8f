import type { ComparedFigure } from "@stackbench/model";
import { comparedOf } from "./figure.ts";
import type { Row } from "../table.ts";

/**
 * The rows of a group, the best first: by falling throughput, or rising latency. Then come rows of invalid windows
 * only, failed ones, and those still to be measured. A second generator's row stands below the one it checks.
 */
export function orderRows(rows: readonly Row[], by: ComparedFigure): Row[] {
  const firsts = rows
    .filter((row) => row.checks === null)
    .toSorted((a, b) => place(a) - place(b) || badness(a, by) - badness(b, by));
  return firsts.flatMap((row) => [row, ...rows.filter((other) => checks(other, row))]);
}

/** Falls with throughput, rises with latency; what is unknown comes last. */
function badness(row: Row, by: ComparedFigure): number {
  const figure = comparedOf(row, by);
  if (figure === null) return Number.MAX_VALUE;
  return by.kind === "throughput" ? -figure : figure;
}

function checks(second: Row, first: Row): boolean {
  return second.checks !== null && second.key === first.key;
}

function place(row: Row): number {
  return ["measured", "invalid", "failed", "pending"].indexOf(row.status);
}
