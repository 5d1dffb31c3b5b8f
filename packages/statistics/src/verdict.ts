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

interface VerdictRule {
  margin: number;
  calledBeyond?: number;
  alpha: number;
}

/**
 * "faster" or "slower" where it is proven that the ratio is not 1 (`adjustedP` below `alpha`), and the best estimate
 * lies beyond the margin; "tie" where it is proven that the ratio lies inside the margin (`tieAdjustedP` below
 * `alpha`), and so does the estimate; else "unresolved". `margin` 0.03 is 3 %, symmetric in the logarithm: ×1.03 and
 * ÷1.03 count the same. `calledBeyond`: a wider margin for "faster" and "slower" alone, of samples whose conditions differed.
 * Throws RangeError where the margin is negative.
 */
export function verdictOf(
  { ratio, adjustedP, tieAdjustedP }: RatioEvidence,
  { margin, calledBeyond = margin, alpha }: VerdictRule,
): Verdict {
  if (!(margin >= 0)) throw new RangeError(`margin: expected 0 or more, got ${margin}`);
  const distance = Math.abs(Math.log(ratio));
  if (distance <= Math.log1p(margin)) return tieAdjustedP < alpha ? "tie" : "unresolved";
  const isCalled = distance > Math.log1p(calledBeyond) && adjustedP < alpha;
  return isCalled ? (ratio > 1 ? "faster" : "slower") : "unresolved";
}
