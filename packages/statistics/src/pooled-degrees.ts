import { mean, squaredDeviations } from "./mean.ts";

/**
 * Degrees of freedom of the variance that several samples tell together, where what moved a round may have moved all of
 * them: `samples` give values by round, those with fewer than two say nothing. Of independent samples about the sum of
 * their degrees, of one noise that all share those of one; 0 without any.
 * By matching two moments, with the samples' own covariances in place of the true ones: chance makes these larger in
 * the mean, so that few rounds of many samples count for fewer degrees than they have (never for more than the square
 * of one sample's).
 * Source: G. E. P. Box, Annals of Mathematical Statistics 25 (1954) 290-302, theorem 3.1.
 */
export function pooledDegrees(samples: readonly ReadonlyMap<number, number>[]): number {
  const deviations = samples
    .filter(({ size }) => size > 1)
    .map((values) => {
      const centre = mean([...values.values()]);
      return new Map([...values].map(([round, value]) => [round, value - centre]));
    });
  const squares = deviations.map((sample) => squaredDeviations([...sample.values()], 0));
  const total = squares.reduce((sum, each) => sum + each, 0);
  // Values without any noise are as one.
  if (total === 0) return Math.max(0, ...deviations.map(({ size }) => size - 1));
  let scatter = 0;
  for (const one of deviations) {
    for (const other of deviations) {
      const common = [...one].filter(([round]) => other.has(round));
      const product = common.reduce((sum, [round, value]) => sum + value * other.get(round)!, 0);
      scatter += product ** 2 / Math.max(1, common.length - 1);
    }
  }
  return total ** 2 / scatter;
}
