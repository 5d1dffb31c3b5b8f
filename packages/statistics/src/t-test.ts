import { mean, squaredDeviations } from "./mean.ts";
import { studentTails } from "./student-tails.ts";

/**
 * Two-sided p of "both samples have one mean", with one variance for both together, so that one of them may hold a
 * single value; NaN with fewer than 3 values in all or an empty sample. Where nothing varies, 1 for equal means and 0
 * for different ones.
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
