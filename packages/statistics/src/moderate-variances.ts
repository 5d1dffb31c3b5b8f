import { bisect } from "./bisect.ts";
import { mean, squaredDeviations } from "./mean.ts";
import { digamma, trigamma } from "./polygamma.ts";

/** A sample variance with its degrees of freedom (>= 1). */
export interface SampleVariance {
  variance: number;
  degrees: number;
}

/** What all samples together are trusted with at most, in degrees of freedom: each keeps a say of its own. */
const mostPrior = 10;

/**
 * Draws every variance towards what all of them tell together: the weighted mean of both, with the sum of their
 * degrees. The mean of all counts so many degrees as it deserves: few where the samples differ by more than chance
 * makes them (one of them noisy, some of two speeds), at most 10 where they agree; in sum never more than
 * `pooledDegrees`, those of all independent deviations. The common value is the arithmetic mean and not a
 * geometric one, so that a few large variances make all others more careful.
 * Source: G. K. Smyth, "Linear models and empirical Bayes methods for assessing differential expression in microarray
 * experiments", Statistical Applications in Genetics and Molecular Biology 3 (2004), article 3, section 6.2; the mean
 * and the limits are ours.
 */
export function moderateVariances(
  samples: readonly SampleVariance[],
  pooledDegrees: number,
): SampleVariance[] {
  const all = samples.reduce((sum, { degrees }) => sum + degrees, 0);
  const common = samples.reduce((sum, one) => sum + one.degrees * one.variance, 0) / all;
  const prior = priorDegrees(samples);
  return samples.map(({ variance, degrees }) => ({
    variance: (prior * common + degrees * variance) / (prior + degrees),
    degrees: Math.max(degrees, Math.min(prior + degrees, pooledDegrees)),
  }));
}

/** From how far the logarithms of the variances scatter beyond what chi-squared laws of their degrees do. */
function priorDegrees(samples: readonly SampleVariance[]): number {
  if (samples.length < 2) return 0;
  const logs = samples.map(
    ({ variance, degrees }) =>
      Math.log(Math.max(variance, Number.MIN_VALUE)) - digamma(degrees / 2) + Math.log(degrees / 2),
  );
  const scatter = squaredDeviations(logs, mean(logs)) / (logs.length - 1);
  const byChance =
    samples.reduce((sum, { degrees }) => sum + trigamma(degrees / 2), 0) / samples.length;
  const beyond = scatter - byChance;
  if (beyond <= trigamma(mostPrior / 2)) return mostPrior;
  return bisect((degrees) => -trigamma(degrees / 2), -beyond, [1e-3, mostPrior]);
}
