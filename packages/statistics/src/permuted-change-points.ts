import { checkSeries, pointAt, type ChangePoint } from "./change-point.ts";
import { divideSeries, piecesOf } from "./divide-series.ts";
import { permutedP } from "./permuted-p.ts";
import type { Random } from "./random.ts";

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
 * `changePoints`, and cannot find what only a long series would show. `p` is `permutedP`'s at the time its cut was made.
 * Throws RangeError where a value is not finite or `significance` not between 0 and 1.
 * Source: Matteson and James (2014), see `energySplit`.
 */
export function permutedChangePoints(
  series: readonly number[],
  { random, significance = 0.05, permutations = 199 }: PermutedChangePointOptions,
): ChangePoint[] {
  checkSeries("permutedChangePoints", series, significance);
  const pValues = new Map<number, number>();
  const cuts = divideSeries(series, (split, before) => {
    const pieces = piecesOf(series, before);
    const p = permutedP(pieces, split, { random, significance, permutations, fewest: 1 });
    pValues.set(split.at, p);
    return p <= significance;
  });
  return cuts.map((cut, i) => ({ ...pointAt(series, cuts, i), p: pValues.get(cut)! }));
}
