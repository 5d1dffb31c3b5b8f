import { doubledMeanRanks } from "./mean-ranks.ts";
import { normalTail } from "./normal-tail.ts";
import { exactLimit, signedRankCounts } from "./signed-rank-counts.ts";

/** `p` two-sided, 0 to 1; `count` the differences other than zero; `exact` false where `p` is the normal approximation. */
export interface SignedRankResult {
  p: number;
  count: number;
  exact: boolean;
}

/**
 * Two-sided Wilcoxon signed-rank test of "the differences lie symmetrically around zero".
 * `differences` in any one unit, any order. Zeros are dropped; equal magnitudes share their mean rank
 * (equal means equal as doubles: round first where rounding errors would tear ties apart).
 * Up to 53 non-zero differences `p` is exact, also with ties; above it is the normal approximation
 * with tie and continuity correction. Without a non-zero difference `p` is 1.
 * Throws RangeError where a difference is not finite.
 * Sources: F. Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1 (1945);
 * M. Hollander and D. A. Wolfe, "Nonparametric Statistical Methods", 2nd ed. (1999), 3.1.
 */
export function signedRankTest(differences: readonly number[]): SignedRankResult {
  for (const difference of differences) {
    if (!Number.isFinite(difference)) {
      throw new RangeError(`signedRankTest: expected finite differences, got ${difference}`);
    }
  }
  const ordered = differences
    .filter((difference) => difference !== 0)
    .toSorted((a, b) => Math.abs(a) - Math.abs(b));
  const count = ordered.length;
  const exact = count <= exactLimit;
  const doubledRanks = doubledMeanRanks(ordered.map(Math.abs));
  const positive = doubledRanks.reduce((sum, rank, i) => (ordered[i]! > 0 ? sum + rank : sum), 0);
  const smaller = Math.min(positive, count * (count + 1) - positive);
  const p = exact ? exactP(doubledRanks, smaller) : approximateP(doubledRanks, smaller);
  return { p, count, exact };
}

function exactP(doubledRanks: readonly number[], smaller: number): number {
  const counts = signedRankCounts(doubledRanks);
  let below = 0;
  for (let sum = 0; sum <= smaller; sum++) below += counts[sum]!;
  return Math.min(1, (2 * below) / 2 ** doubledRanks.length);
}

function approximateP(doubledRanks: readonly number[], smaller: number): number {
  const count = doubledRanks.length;
  // The variance is a quarter of the sum of squared ranks, which holds the tie correction already.
  const variance = doubledRanks.reduce((sum, rank) => sum + (rank / 2) ** 2, 0) / 4;
  const distance = (count * (count + 1)) / 4 - smaller / 2;
  return Math.min(1, 2 * normalTail(Math.max(0, distance - 0.5) / Math.sqrt(variance)));
}
