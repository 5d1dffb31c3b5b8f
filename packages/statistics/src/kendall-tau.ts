/**
 * Kendall's tau-b of two rankings of the same things, -1 to 1: `a[i]` and `b[i]` belong together, in any unit. Ties
 * shorten the scale. NaN where either ranks nothing (fewer than 2 values, or all equal).
 * Throws RangeError where the lengths differ. Time grows with the square of the length.
 * Source: M. G. Kendall, "The treatment of ties in ranking problems", Biometrika 33 (1945).
 */
export function kendallTau(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) {
    throw new RangeError(
      `kendallTau: expected equally many values, got ${a.length} and ${b.length}`,
    );
  }
  let [agreement, orderedA, orderedB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < i; j++) {
      const [inA, inB] = [Math.sign(a[i]! - a[j]!), Math.sign(b[i]! - b[j]!)];
      agreement += inA * inB;
      orderedA += Math.abs(inA);
      orderedB += Math.abs(inB);
    }
  }
  return agreement / Math.sqrt(orderedA * orderedB);
}
