/**
 * In how many ways each sum arises when every rank is either counted or left out: element s of the
 * result is the number of subsets of `ranks` with sum s, from 0 to the sum of all ranks.
 * `ranks` are whole numbers >= 1; up to 53 of them, so that 2^count stays exact in a double.
 * Under the null hypothesis of the signed-rank test each subset has probability 2^-count.
 * Source: F. Wilcoxon, "Individual comparisons by ranking methods", Biometrics Bulletin 1 (1945).
 */
export function signedRankCounts(ranks: readonly number[]): number[] {
  const total = ranks.reduce((sum, rank) => sum + rank, 0);
  const counts = Array.from({ length: total + 1 }, () => 0);
  counts[0] = 1;
  for (const rank of ranks) {
    // Downwards, so that no rank is counted twice.
    for (let sum = total; sum >= rank; sum--) counts[sum] = counts[sum]! + counts[sum - rank]!;
  }
  return counts;
}

/** Up to this many values the distribution is counted out exactly; beyond, the normal approximation serves. */
export const exactLimit = 53;
