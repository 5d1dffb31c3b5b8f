/**
 * In how many ways `size` of the ranks give each sum: element s of the result is the number of such subsets with
 * sum s. `ranks` are whole numbers >= 1. Exact in doubles up to 50 ranks.
 * Under the null hypothesis of the rank-sum test every subset of that size is equally likely.
 * Source: H. B. Mann and D. R. Whitney, "On a test of whether one of two random variables is stochastically
 * larger than the other", Annals of Mathematical Statistics 18 (1947).
 */
export function rankSumCounts(ranks: readonly number[], size: number): Float64Array {
  const largest = ranks.toSorted((a, b) => b - a).slice(0, size);
  const most = largest.reduce((sum, rank) => sum + rank, 0);
  const bySize = Array.from({ length: size + 1 }, () => new Float64Array(most + 1));
  bySize[0]![0] = 1;
  for (const rank of ranks) {
    // Downwards, so that no rank is counted twice.
    for (let taken = size; taken >= 1; taken--) {
      const [fewer, counts] = [bySize[taken - 1]!, bySize[taken]!];
      for (let sum = most; sum >= rank; sum--) counts[sum] = counts[sum]! + fewer[sum - rank]!;
    }
  }
  return bySize[size]!;
}

/** Up to this many values in both samples together the law is counted out: C(50, 25) < 2^53. */
export const exactRankSumLimit = 50;
