import { leastDeviation } from "./verdict-rules.ts";
import { mean, squaredDeviations } from "./mean.ts";
import { moderateVariances, type SampleVariance } from "./moderate-variances.ts";
import { pooledDegrees } from "./pooled-degrees.ts";

/** Logarithms of two samples by round; `pool` names the pairs whose noise is judged together. */
export interface TwoSamples {
  a: ReadonlyMap<number, number>;
  b: ReadonlyMap<number, number>;
  pool: string;
}

/** By how much the mean of `a` lies above that of `b`, with its standard error, in their unit. */
export interface MeanShift {
  distance: number;
  error: number;
  degrees: number;
  counts: [number, number];
  /** Whether one mean is so much less certain that a test of ranks, which takes both sides for one law, may say too much. */
  areUnlike: boolean;
}

/** By how much the variances of the two means differ then: one has twice the error of the other. */
const unlikeVariances = 4;

/**
 * The shift of every pair in which both sides have two values or more. Each side has a variance of its own, told together
 * with the same side of all pairs of its pool (`moderateVariances`; what moves a whole round is in all of them:
 * `pooledDegrees`), and never below what that side has in the mean: one pair's few values may hide what others show.
 * Source: unlike variances: B. L. Welch, Biometrika 34 (1947) 28-35.
 */
export function meanShifts<Pair extends TwoSamples>(pairs: readonly Pair[]): Map<Pair, MeanShift> {
  const known = pairs.filter(({ a, b }) => Math.min(a.size, b.size) > 1);
  const shifts = new Map<Pair, MeanShift>();
  for (const pool of Map.groupBy(known, (pair) => pair.pool).values()) {
    const [noiseOfA, noiseOfB] = [noiseOf(pool.map(({ a }) => a)), noiseOf(pool.map(({ b }) => b))];
    for (const [index, pair] of pool.entries()) {
      shifts.set(pair, shiftOf(pair, noiseOfA[index]!, noiseOfB[index]!));
    }
  }
  return shifts;
}

function shiftOf(
  { a, b }: TwoSamples,
  noiseOfA: SampleVariance,
  noiseOfB: SampleVariance,
): MeanShift {
  const [ofA, ofB] = [noiseOfA.variance / a.size, noiseOfB.variance / b.size];
  const ratio = ofA / ofB;
  return {
    distance: mean([...a.values()]) - mean([...b.values()]),
    error: Math.sqrt(ofA + ofB),
    degrees: (ofA + ofB) ** 2 / (ofA ** 2 / noiseOfA.degrees + ofB ** 2 / noiseOfB.degrees),
    counts: [a.size, b.size],
    areUnlike: Math.max(ratio, 1 / ratio) >= unlikeVariances,
  };
}

/** Of a value of each sample. */
function noiseOf(samples: readonly ReadonlyMap<number, number>[]): SampleVariance[] {
  const own = samples.map((sample) => {
    const values = [...sample.values()];
    const degrees = values.length - 1;
    return { variance: squaredDeviations(values, mean(values)) / degrees, degrees };
  });
  const squares = own.reduce((sum, { variance, degrees }) => sum + variance * degrees, 0);
  const common = squares / own.reduce((sum, { degrees }) => sum + degrees, 0);
  return moderateVariances(own, pooledDegrees(samples)).map(({ variance, degrees }) => ({
    variance: Math.max(variance, common, leastDeviation ** 2),
    degrees,
  }));
}
