const verdicts = ["faster", "slower", "tie", "unresolved"] as const;
export type Verdict = (typeof verdicts)[number];

/** What a verdict rests on: a ratio, and p-values after any adjustment. */
export interface RatioEvidence {
  ratio: number;
  /** Of "the ratio is 1". */
  adjustedP: number;
  /** Of "the ratio lies outside the margin". */
  tieAdjustedP: number;
}

/**
 * "faster" or "slower" where it is proven that the ratio is not 1 (`adjustedP` below `alpha`), and the best estimate
 * lies beyond the margin; "tie" where it is proven that the ratio lies inside the margin (`tieAdjustedP` below
 * `alpha`), and so does the estimate; else "unresolved". `margin` 0.03 is 3 %, symmetric in the logarithm: ×1.03 and
 * ÷1.03 count the same. Throws RangeError where the margin is negative.
 */
export function verdictOf(
  { ratio, adjustedP, tieAdjustedP }: RatioEvidence,
  { margin, alpha }: { margin: number; alpha: number },
): Verdict {
  if (!(margin >= 0)) throw new RangeError(`margin: expected 0 or more, got ${margin}`);
  const [least, most] = [1 / (1 + margin), 1 + margin];
  if (ratio > most) return adjustedP < alpha ? "faster" : "unresolved";
  if (ratio < least) return adjustedP < alpha ? "slower" : "unresolved";
  return tieAdjustedP < alpha ? "tie" : "unresolved";
}
