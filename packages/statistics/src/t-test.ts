import { mean, squaredDeviations } from "./mean.ts";
import { studentTails } from "./student-tails.ts";

/**
 * Two-sided p of "both samples have one mean", their variances free to differ. Each sample holds at least 2 values,
 * else the result is NaN. Where nothing varies, 1 for equal means and 0 for different ones.
 * Source: B. L. Welch, "The generalization of 'Student's' problem when several different population variances are
 * involved", Biometrika 34 (1947).
 */
export function welchTest(a: readonly number[], b: readonly number[]): number {
  if (a.length < 2 || b.length < 2) return Number.NaN;
  const [first, second] = [meanError(a), meanError(b)];
  const error = first.squared + second.squared;
  if (error === 0) return first.mean === second.mean ? 1 : 0;
  const degrees =
    error ** 2 / (first.squared ** 2 / (a.length - 1) + second.squared ** 2 / (b.length - 1));
  return studentTails((first.mean - second.mean) / Math.sqrt(error), degrees);
}

/**
 * As `welchTest`, with one variance for both samples together, so that one of them may hold a single value; NaN with
 * fewer than 3 values in all or an empty sample.
 * Source: Student, "The probable error of a mean", Biometrika 6 (1908); for two samples R. A. Fisher, Metron 5 (1925).
 */
export function pooledTTest(a: readonly number[], b: readonly number[]): number {
  const degrees = a.length + b.length - 2;
  if (a.length === 0 || b.length === 0 || degrees < 1) return Number.NaN;
  const [meanA, meanB] = [mean(a), mean(b)];
  const variance = (squaredDeviations(a, meanA) + squaredDeviations(b, meanB)) / degrees;
  if (variance === 0) return meanA === meanB ? 1 : 0;
  const error = Math.sqrt(variance * (1 / a.length + 1 / b.length));
  return studentTails((meanA - meanB) / error, degrees);
}

function meanError(values: readonly number[]): { mean: number; squared: number } {
  const centre = mean(values);
  const variance = squaredDeviations(values, centre) / (values.length - 1);
  return { mean: centre, squared: variance / values.length };
}
