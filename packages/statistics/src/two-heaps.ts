import { mean, squaredDeviations } from "./mean.ts";
import table from "./two-heaps-tail.json" with { type: "json" };

/** Two heaps of values with nothing between them. */
export interface TwoHeaps {
  /** Which values lie in which heap, as positions among the values, rising. */
  low: number[];
  high: number[];
  /** Means of the heaps, in the values' unit. */
  lowMean: number;
  highMean: number;
  /** Most chance that values of one heap lie so far apart, 0.001 at least. */
  p: number;
}

/** The fewest values that are a heap, of `count` in all: 3, and 15 %. Fewer are strays. */
export function leastHeap(count: number): number {
  return Math.max(3, Math.ceil(0.15 * count));
}

/**
 * Whether the values fall into two heaps: undefined where one law with a single summit explains them with a chance of
 * `significance` or more, and with fewer than 6 values, of which nothing can be told.
 *
 * The statistic is the distance between the means of the two sides of a cut, divided by the larger of their standard
 * deviations, for the cut at which it is largest. Its law under "one heap" comes from a table made by simulation (40,000
 * samples a number of values) and is that of the least favourable of six laws with one summit: normal, uniform (a
 * drift), exponential, Laplace's, Student's with 3 degrees of freedom, and the log-normal whose logarithm has the
 * deviation 1; for any other of them p is too large.
 * At 0.01, two equally likely heaps 14 deviations apart are found in 68 % of samples of 8 values, 89 % of 10, all of
 * 20; 7 deviations apart in 57 % of 20 and nearly all of 30. Of normal values among which every tenth is 10 to 40 %
 * too low at random (a disturbed machine), 1 % of samples of 10 and 5 % of 20 are called two heaps: disturbances are to
 * be marked before.
 * Throws RangeError where a value is not finite.
 * Source of the statistic: K. M. Ashman, C. M. Bird, S. E. Zepf, "Detecting bimodality in astronomical datasets",
 * Astronomical Journal 108 (1994), with the larger deviation in place of their mean square.
 */
export function twoHeaps(values: readonly number[], significance = 0.01): TwoHeaps | undefined {
  const odd = values.find((value) => !Number.isFinite(value));
  if (odd !== undefined) throw new RangeError(`twoHeaps: expected finite values, got ${odd}`);
  if (values.length < 2 * leastHeap(values.length)) return undefined;
  const order = values.map((_, index) => index).toSorted((a, b) => values[a]! - values[b]!);
  const sorted = order.map((index) => values[index]!);
  const { cut, statistic } = clearestCut(sorted);
  const p = tailOf(statistic, values.length);
  if (cut === 0 || !(p < significance)) return undefined;
  return {
    low: order.slice(0, cut).toSorted((a, b) => a - b),
    high: order.slice(cut).toSorted((a, b) => a - b),
    lowMean: mean(sorted.slice(0, cut)),
    highMean: mean(sorted.slice(cut)),
    p,
  };
}

/** `cut` is how many lie below it, 0 where all values are equal. */
function clearestCut(sorted: readonly number[]): { cut: number; statistic: number } {
  let best = { cut: 0, statistic: 0 };
  const least = leastHeap(sorted.length);
  for (let cut = least; cut <= sorted.length - least; cut++) {
    const [low, high] = [sorted.slice(0, cut), sorted.slice(cut)];
    const distance = mean(high) - mean(low);
    const statistic = distance === 0 ? 0 : distance / Math.max(deviation(low), deviation(high));
    if (statistic > best.statistic) best = { cut, statistic };
  }
  return best;
}

function deviation(values: readonly number[]): number {
  return Math.sqrt(squaredDeviations(values, mean(values)) / (values.length - 1));
}

/** Between the columns of the table in proportion on the logarithm of p. */
function tailOf(statistic: number, count: number): number {
  // Beyond the table the limits still fall: those of its last row are on the safe side.
  const { statistics: limits } = table.rows[count - table.rows[0]!.count] ?? table.rows.at(-1)!;
  const next = limits.findIndex((limit) => statistic < limit);
  if (next === 0) return 1;
  if (next === -1) return table.tails.at(-1)!;
  const [from, to] = [limits[next - 1]!, limits[next]!];
  const [high, low] = [table.tails[next - 1]!, table.tails[next]!];
  return high * (low / high) ** ((statistic - from) / (to - from));
}
