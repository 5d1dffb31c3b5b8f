/**
 * Holm's step-down adjustment: p-values (0 to 1) in any order give adjusted ones in the same order.
 * Rejecting what is <= alpha keeps the chance of even one false rejection <= alpha, however the
 * tests depend on each other. Throws RangeError where a p-value is not from 0 to 1.
 * Source: S. Holm, "A simple sequentially rejective multiple test procedure",
 * Scandinavian Journal of Statistics 6 (1979).
 */
export function holm(pValues: readonly number[]): number[] {
  for (const p of pValues) {
    if (!(p >= 0 && p <= 1)) throw new RangeError(`holm: expected p from 0 to 1, got ${p}`);
  }
  const rising = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const adjusted = [...pValues];
  let highest = 0;
  for (const [done, { p, index }] of rising.entries()) {
    highest = Math.max(highest, Math.min(1, (pValues.length - done) * p));
    adjusted[index] = highest;
  }
  return adjusted;
}
