import { energySplit, type EnergySplit } from "./energy-split.ts";

/** The pieces a series is cut into at rising `cuts`. */
export function piecesOf(series: readonly number[], cuts: readonly number[]): number[][] {
  const bounds = [0, ...cuts, series.length];
  return bounds.slice(1).map((end, i) => series.slice(bounds[i], end));
}

/** The best split of all pieces, `fewest` values or more on either side, its index counted from the start of the series. */
export function bestOfPieces(
  pieces: readonly (readonly number[])[],
  fewest = 1,
): EnergySplit | undefined {
  let best: EnergySplit | undefined;
  let start = 0;
  for (const piece of pieces) {
    const split = energySplit(piece, fewest);
    if (split && split.energy > (best?.energy ?? 0)) {
      best = { at: start + split.at, energy: split.energy };
    }
    start += piece.length;
  }
  return best;
}

/**
 * E-divisive means: cuts the series at its best split for as long as `accept` takes it; the first refusal ends it.
 * `accept` is given the split and the cuts so far. Returns the cuts, rising.
 * Source: Matteson and James (2014), see `energySplit`.
 */
export function divideSeries(
  series: readonly number[],
  accept: (split: EnergySplit, cuts: readonly number[]) => boolean,
): number[] {
  let cuts: number[] = [];
  for (;;) {
    const split = bestOfPieces(piecesOf(series, cuts));
    if (split === undefined || !accept(split, cuts)) return cuts;
    cuts = [...cuts, split.at].sort((a, b) => a - b);
  }
}
