export const verdicts = ["faster", "slower", "tie", "unresolved"] as const;
export type Verdict = (typeof verdicts)[number];

/** What a verdict rests on: a ratio with its interval, and the p of "the ratio is 1" after any adjustment. */
export interface RatioEvidence {
  ratio: number;
  low: number;
  high: number;
  adjustedP: number;
}

/**
 * "faster" or "slower" only where `adjustedP` is below `alpha` and the ratio beyond the margin; "tie" where the whole
 * interval lies inside the margin; else "unresolved". `margin` 0.03 is 3 %, symmetric in the logarithm: ×1.03 and
 * ÷1.03 count the same. Throws RangeError where the margin is negative.
 */
export function verdictOf(
  { ratio, low, high, adjustedP }: RatioEvidence,
  { margin, alpha }: { margin: number; alpha: number },
): Verdict {
  if (!(margin >= 0)) throw new RangeError(`margin: expected 0 or more, got ${margin}`);
  const [least, most] = [1 / (1 + margin), 1 + margin];
  if (adjustedP < alpha && ratio > most) return "faster";
  if (adjustedP < alpha && ratio < least) return "slower";
  return low >= least && high <= most ? "tie" : "unresolved";
}
