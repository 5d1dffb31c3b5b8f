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

/** Fewer values than this are strays, not a heap. */
export const leastHeap = 3;

/**
 * Whether the values fall into two heaps: undefined where one law with a single summit explains them with a chance of
 * `significance` or more, and with fewer than 6 values, of which nothing can be told.
 *
 * The statistic is the widest gap between neighbours that leaves at least 3 values on either side, divided by the
 * larger standard deviation of the two sides: heaps stand apart where the gap is wide for the wider of them. Its law
 * under "one heap" comes from a table made by simulation (100,000 samples a number of values) and is that of the least
 * favourable of six laws with one summit: normal, uniform (a drift), exponential, Laplace's, Student's with 3 degrees
 * of freedom and the log-normal of the logarithm's deviation 1; so p is too large for any other of them.
 * At 0.01, two equally likely heaps 14 deviations apart are found in 68 % of samples of 8 values, 89 % of 10, all of
 * 20; at 6 deviations in a quarter. Of normal values among which every tenth is 10 to 40 % too low at random (a
 * disturbed machine), 1 % of samples of 10 and 7 % of 20 are called two heaps: disturbances are to be marked before.
 * Throws RangeError where a value is not finite.
 */
export function twoHeaps(values: readonly number[], significance = 0.01): TwoHeaps | undefined {
  const odd = values.find((value) => !Number.isFinite(value));
  if (odd !== undefined) throw new RangeError(`twoHeaps: expected finite values, got ${odd}`);
  if (values.length < 2 * leastHeap) return undefined;
  const order = values.map((_, index) => index).toSorted((a, b) => values[a]! - values[b]!);
  const sorted = order.map((index) => values[index]!);
  const { cut, statistic } = widestGap(sorted);
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

/** `cut` is how many lie below the gap, 0 where all values are equal. */
function widestGap(sorted: readonly number[]): { cut: number; statistic: number } {
  let best = { cut: 0, statistic: 0 };
  for (let cut = leastHeap; cut <= sorted.length - leastHeap; cut++) {
    const gap = sorted[cut]! - sorted[cut - 1]!;
    const spread = Math.max(deviation(sorted.slice(0, cut)), deviation(sorted.slice(cut)));
    const statistic = gap === 0 ? 0 : gap / spread;
    if (statistic > best.statistic) best = { cut, statistic };
  }
  return best;
}

function deviation(values: readonly number[]): number {
  return Math.sqrt(squaredDeviations(values, mean(values)) / (values.length - 1));
}

/** Between the rows of the table in proportion on 1 ÷ count, between its columns on the logarithm of p. */
function tailOf(statistic: number, count: number): number {
  const limits = limitsFor(count);
  const next = limits.findIndex((limit) => statistic < limit);
  if (next === 0) return 1;
  if (next === -1) return table.tails.at(-1)!;
  const [from, to] = [limits[next - 1]!, limits[next]!];
  const [high, low] = [table.tails[next - 1]!, table.tails[next]!];
  return high * (low / high) ** ((statistic - from) / (to - from));
}

function limitsFor(count: number): number[] {
  const next = table.rows.findIndex((row) => row.count >= count);
  // Beyond the table the limits still fall: those of its last row are on the safe side.
  if (next === -1) return table.rows.at(-1)!.statistics;
  const to = table.rows[next]!;
  if (to.count === count) return to.statistics;
  const from = table.rows[next - 1]!;
  const share = (1 / from.count - 1 / count) / (1 / from.count - 1 / to.count);
  return from.statistics.map((limit, i) => limit + share * (to.statistics[i]! - limit));
}
