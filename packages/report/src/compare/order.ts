import type { ComparedFigure } from "@stackbench/model";
import type { CaseFigures } from "../row.ts";
import { comparedOf } from "./figure.ts";

/**
 * The cases of a group, the best first: by falling throughput, or rising latency. Then come those of invalid windows
 * only, failed ones, and those still to be measured. A second generator's stands below the one that it checks.
 */
export function orderCases<Case extends { figures: CaseFigures }>(
  cases: readonly Case[],
  by: ComparedFigure,
): Case[] {
  const firsts = cases
    .filter(({ figures }) => figures.checks === null)
    .toSorted(
      ({ figures: a }, { figures: b }) => place(a) - place(b) || badness(a, by) - badness(b, by),
    );
  return firsts.flatMap((first) => [
    first,
    ...cases.filter(({ figures }) => checks(figures, first.figures)),
  ]);
}

/** Falls with throughput, rises with latency; what is unknown comes last. */
function badness(row: CaseFigures, by: ComparedFigure): number {
  const figure = comparedOf(row, by);
  if (figure === null) return Number.MAX_VALUE;
  return by.kind === "throughput" ? -figure : figure;
}

function checks(second: CaseFigures, first: CaseFigures): boolean {
  return second.checks !== null && second.key === first.key;
}

function place(row: CaseFigures): number {
  return ["measured", "invalid", "failed", "pending"].indexOf(row.status);
}
