/** Ranks from 1 (the smallest value) to the number of values. */
export interface RankInterval {
  lowRank: number;
  highRank: number;
}

/** Tails this close to their limit count as equal to it: only rounding tells them apart. */
const rounding = 1e-12;

/**
 * Between which order statistics a percentile of the law lies: the values at `lowRank` and `highRank`
 * of `count` independent sorted values enclose the quantile of probability `p` (0.99 is the 99th percentile) with at
 * least `confidence`, and each side misses with at most (1 - confidence) / 2. No law is assumed.
 * Undefined where `count` values cannot carry it. Time grows with the square root of `count`.
 * Throws RangeError where `count` is not a whole number >= 0, or `p` or `confidence` not between 0 and 1.
 * Source: H. A. David and H. N. Nagaraja, "Order Statistics", 3rd ed. (2003), 7.1; the idea is
 * W. R. Thompson's, Annals of Mathematical Statistics 7 (1936).
 */
export function percentileInterval(
  count: number,
  p: number,
  confidence: number,
): RankInterval | undefined {
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new RangeError(`percentileInterval: expected a whole count >= 0, got ${count}`);
  }
  for (const [name, value] of [["p", p] as const, ["confidence", confidence] as const]) {
    if (!(value > 0 && value < 1)) {
      throw new RangeError(`percentileInterval: expected ${name} between 0 and 1, got ${value}`);
    }
  }
  const limit = ((1 - confidence) / 2) * (1 + rounding);
  const { first, masses } = binomialMasses(count, p);
  // How many values lie below the quantile is binomial. lowRank misses when fewer than lowRank do.
  const lowRank = first + runWithin(masses, limit);
  // highRank misses when at least highRank do.
  const highRank = first + masses.length - runWithin(masses.toReversed(), limit);
  return lowRank >= 1 && highRank <= count ? { lowRank, highRank } : undefined;
}

/** How many masses from the start on add up to at most `limit`. */
function runWithin(masses: readonly number[], limit: number): number {
  let sum = 0;
  for (const [index, mass] of masses.entries()) {
    sum += mass;
    if (sum > limit) return index;
  }
  return masses.length;
}

/** Binomial probabilities of `first`, `first + 1`, ...: outwards from the mode, until they no longer count. */
function binomialMasses(count: number, p: number): { first: number; masses: number[] } {
  const negligible = 1e-22;
  const mode = Math.min(count, Math.floor((count + 1) * p));
  const odds = p / (1 - p);
  const below: number[] = [];
  let weight = 1;
  for (let k = mode; k > 0 && weight > negligible; k--) {
    weight *= k / (count - k + 1) / odds;
    below.push(weight);
  }
  const above: number[] = [];
  weight = 1;
  for (let k = mode; k < count && weight > negligible; k++) {
    weight *= ((count - k) / (k + 1)) * odds;
    above.push(weight);
  }
  const weights = [...below.toReversed(), 1, ...above];
  const sum = weights.reduce((total, each) => total + each, 0);
  return { first: mode - below.length, masses: weights.map((each) => each / sum) };
}
