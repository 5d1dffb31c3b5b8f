import { checkSamples } from "./check-samples.ts";
import { doubledMeanRanks } from "./mean-ranks.ts";
import { normalTail } from "./normal-tail.ts";
import { exactRankSumLimit, rankSumCounts } from "./rank-sum-counts.ts";

/** `p` two-sided, 0 to 1; `exact` false where it is the normal approximation. */
export interface RankSumResult {
  p: number;
  exact: boolean;
}

/**
 * Two-sided rank-sum test (Wilcoxon, Mann and Whitney) of "both samples come from one law".
 * Values in any one unit and order; equal values (as doubles) share their mean rank. Up to 50 values in both
 * samples together `p` is exact, also with ties: twice the smaller tail. Above it is the normal approximation with
 * tie and continuity correction. Throws RangeError where a sample is empty or a value not finite.
 * Sources: F. Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1 (1945);
 * H. B. Mann and D. R. Whitney, Annals of Mathematical Statistics 18 (1947); M. Hollander and D. A. Wolfe,
 * "Nonparametric Statistical Methods", 2nd ed. (1999), 4.1.
 */
export function rankSumTest(a: readonly number[], b: readonly number[]): RankSumResult {
  checkSamples("rankSumTest", a, b);
  const pooled = [
    ...a.map((value) => ({ value, ofA: true })),
    ...b.map((value) => ({ value, ofA: false })),
  ].sort((one, other) => one.value - other.value);
  const ranks = doubledMeanRanks(pooled.map(({ value }) => value));
  const sum = ranks.reduce((total, rank, i) => (pooled[i]!.ofA ? total + rank : total), 0);
  const exact = pooled.length <= exactRankSumLimit;
  return { p: exact ? exactP(ranks, a.length, sum) : approximateP(ranks, a.length, sum), exact };
}

/** The least p that the test can give of so many values without ties: of samples that do not overlap. */
export function leastRankSumP(sizeA: number, sizeB: number): number {
  let ways = 1;
  for (let i = 1; i <= Math.min(sizeA, sizeB); i++) ways = (ways * (sizeA + sizeB + 1 - i)) / i;
  return Math.min(1, 2 / ways);
}

function exactP(ranks: readonly number[], size: number, sum: number): number {
  const counts = rankSumCounts(ranks, size);
  let [upTo, from] = [0, 0];
  for (const [each, ways] of counts.entries()) {
    if (each <= sum) upTo += ways;
    if (each >= sum) from += ways;
  }
  // Every way counts once below or above, and the sum itself in both.
  const ways = upTo + from - counts[sum]!;
  return Math.min(1, (2 * Math.min(upTo, from)) / ways);
}

function approximateP(doubledRanks: readonly number[], size: number, doubledSum: number): number {
  const count = doubledRanks.length;
  const mean = (count + 1) / 2;
  // The variance of the ranks drawn without putting back, which holds the tie correction already.
  const spread = doubledRanks.reduce((total, rank) => total + (rank / 2 - mean) ** 2, 0);
  const variance = (size * (count - size) * spread) / (count * (count - 1));
  if (variance === 0) return 1;
  const distance = Math.abs(doubledSum / 2 - size * mean);
  return Math.min(1, 2 * normalTail(Math.max(0, distance - 0.5) / Math.sqrt(variance)));
}
