import table from "./exponential-tail.json" with { type: "json" };
import { kolmogorovTail } from "./kolmogorov-tail.ts";
import { mean } from "./mean.ts";

/** `statistic` the largest distance between the samples' and the exponential distribution function, 0 to 1. */
export interface ExponentialTestResult {
  statistic: number;
  p: number;
}

/**
 * Kolmogorov-Smirnov test of "the samples are independent and exponential". With `rate` (per the samples' unit) of
 * exactly that rate; without, of any: the rate is then taken from the samples, which brings them closer to it, so that
 * p comes from Lilliefors' law, here from a table made by simulation, with Stephens' correction for the number of
 * samples. It is right to a few percent of itself below 0.2, and to 0.03 above; 0.0001 at least and 0.9999 at most.
 * Samples in any order and unit; ties made by a coarse clock raise the statistic by up to the share of samples in one
 * tick.
 * Throws RangeError with fewer than 5 samples, a sample that is negative or not finite, none above 0, or a rate that is
 * not positive.
 * Sources: H. W. Lilliefors, "On the Kolmogorov-Smirnov test for the exponential distribution with mean unknown",
 * Journal of the American Statistical Association 64 (1969); M. A. Stephens, "EDF statistics for goodness of fit and
 * some comparisons", ibid. 69 (1974); for a given rate see `kolmogorovTail`.
 */
export function exponentialTest(samples: readonly number[], rate?: number): ExponentialTestResult {
  check(samples, rate);
  const count = samples.length;
  const perUnit = rate ?? 1 / mean(samples);
  const sorted = samples.toSorted((a, b) => a - b);
  const statistic = sorted.reduce((most, value, i) => {
    const law = -Math.expm1(-perUnit * value);
    return Math.max(most, (i + 1) / count - law, law - i / count);
  }, 0);
  const p =
    rate === undefined ? lillieforsTail(statistic, count) : kolmogorovTail(statistic, count);
  return { statistic, p };
}

/** Between two rows of the table in proportion on the logarithm of p. */
function lillieforsTail(distance: number, count: number): number {
  const root = Math.sqrt(count);
  const modified = (distance - 0.2 / count) * (root + 0.26 + 0.5 / root);
  const next = table.findIndex(({ statistic }) => statistic > modified);
  if (next === 0) return table[0]!.p;
  if (next === -1) return table.at(-1)!.p;
  const [from, to] = [table[next - 1]!, table[next]!];
  const share = (modified - from.statistic) / (to.statistic - from.statistic);
  return Math.exp(Math.log(from.p) + share * (Math.log(to.p) - Math.log(from.p)));
}

function check(samples: readonly number[], rate: number | undefined): void {
  if (samples.length < 5) {
    throw new RangeError(`exponentialTest: expected at least 5 samples, got ${samples.length}`);
  }
  const odd = samples.find((value) => !(value >= 0 && value < Infinity));
  if (odd !== undefined) {
    throw new RangeError(`exponentialTest: expected samples of 0 or more, got ${odd}`);
  }
  if (rate === undefined && samples.every((value) => value === 0)) {
    throw new RangeError("exponentialTest: expected a sample above 0, got none");
  }
  if (rate !== undefined && !(rate > 0 && rate < Infinity)) {
    throw new RangeError(`exponentialTest: expected a rate above 0, got ${rate}`);
  }
}
