/** `at` is the index of the first value after the split; `energy` how unlike both sides are, in the values' unit. */
export interface EnergySplit {
  at: number;
  energy: number;
}

/**
 * Where two neighbouring pieces of `values` differ most: the split t and the end k > t for which the scaled energy
 * distance between values[0..t) and values[t..k) is largest. Either has `fewest` values or more. Undefined where no
 * split has any, as where all values are equal, or where there are fewer than twice as many. Time grows with the square of their number.
 * Source: D. S. Matteson and N. A. James, "A nonparametric approach for multiple change point analysis of multivariate
 * data", Journal of the American Statistical Association 109 (2014), with exponent 1.
 */
export function energySplit(values: readonly number[], fewest = 1): EnergySplit | undefined {
  const count = values.length;
  const within = sumsWithinStarts(values);
  // columns[k]: the sum of |values[i] - values[k]| over at <= i < k.
  const columns = new Float64Array(count);
  let best: EnergySplit | undefined;
  for (let at = count - 1; at >= fewest; at--) {
    let right = 0;
    for (let end = at + 1; end <= count; end++) {
      const last = end - 1;
      const column = columns[last]! + Math.abs(values[last]! - values[at]!);
      columns[last] = column;
      right += column;
      if (end - at < fewest) continue;
      const cross = within[end]! - within[at]! - right;
      const energy = scaledEnergy(at, end - at, cross, within[at]!, right);
      if (energy > (best?.energy ?? 0)) best = { at, energy };
    }
  }
  return best;
}

/** Element k: the sum of |values[i] - values[j]| over all i < j < k. */
function sumsWithinStarts(values: readonly number[]): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (const [index, value] of values.entries()) {
    let column = 0;
    for (let i = 0; i < index; i++) column += Math.abs(values[i]! - value);
    sums[index + 1] = sums[index]! + column;
  }
  return sums;
}

/** nm/(n+m) times (2 mean distance across - mean distance of the pairs inside each side). */
function scaledEnergy(n: number, m: number, cross: number, left: number, right: number): number {
  const [pairsLeft, pairsRight] = [(n * (n - 1)) / 2, (m * (m - 1)) / 2];
  const energy =
    (2 * cross) / (n * m) -
    (pairsLeft === 0 ? 0 : left / pairsLeft) -
    (pairsRight === 0 ? 0 : right / pairsRight);
  return ((n * m) / (n + m)) * energy;
}
