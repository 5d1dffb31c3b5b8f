import { checkSeries, pointAt, type ChangePoint } from "./change-point.ts";
import { bestOfPieces, divideSeries, piecesOf } from "./divide-series.ts";
import { shuffled, type Random } from "./random.ts";

export interface PermutedChangePointOptions {
  random: Random;
  /** Most chance of a false change in a series without any. */
  significance?: number;
  permutations?: number;
}

/**
 * Where the law of a series of values changes, oldest first, by E-divisive means as first published: a cut counts
 * where its energy is not reached by more than `significance` of all permutations of the values inside their pieces.
 * Holds its significance, searching included, and assumes no law; but takes `permutations` times as long as
 * `changePoints`, and cannot find what only a long series would show. `p` is (1 + permutations as good) / (1 + all), at
 * the time its cut was made. Throws RangeError where a value is not finite or `significance` not between 0 and 1.
 * Sources: Matteson and James (2014), see `energySplit`; the 1 in p is B. Phipson and G. K. Smyth's, "Permutation
 * p-values should never be zero", Statistical Applications in Genetics and Molecular Biology 9 (2010).
 */
export function permutedChangePoints(
  series: readonly number[],
  { random, significance = 0.05, permutations = 199 }: PermutedChangePointOptions,
): ChangePoint[] {
  checkSeries("permutedChangePoints", series, significance);
  const pValues = new Map<number, number>();
  const cuts = divideSeries(series, (split, before) => {
    const pieces = piecesOf(series, before);
    let asGood = 0;
    for (let i = 0; i < permutations; i++) {
      const permuted = bestOfPieces(pieces.map((piece) => shuffled(piece, random)));
      // Only rounding tells the energy of equal cuts apart.
      if ((permuted?.energy ?? 0) >= split.energy * (1 - 1e-12)) asGood += 1;
    }
    const p = (1 + asGood) / (1 + permutations);
    pValues.set(split.at, p);
    return p <= significance;
  });
  return cuts.map((cut, i) => ({ ...pointAt(series, cuts, i), p: pValues.get(cut)! }));
}
