import type { ArmComparison } from "./compare-arms.ts";
import type { CompareOptions } from "./compare-paired.ts";
import { hodgesLehmannShift } from "./hodges-lehmann-shift.ts";
import { rankSumTest } from "./rank-sum.ts";
import { verdictOf } from "./verdict.ts";

/** One sample against another; `ratio` is first ÷ second, `verdict` of the first. */
export interface UnpairedComparison extends Pick<
  ArmComparison,
  "ratio" | "low" | "high" | "confidence" | "p" | "verdict"
> {
  /** Of "outside the margin", by itself. */
  tieP: number;
  counts: [number, number];
}

/**
 * Compares positive values that were not measured in common rounds: the two-sample Hodges-Lehmann estimate of a ÷ b
 * with its interval, and the rank-sum test, both on logarithms. What disturbed one sample and not the other stands in
 * the ratio: prefer `compareArms` wherever the rounds were common. `p` and `verdict` are of this comparison alone;
 * for a family of them, adjust the p-values with `holm` and judge again with `verdictOf`.
 * Throws RangeError where a sample is empty or a value not positive and finite.
 * Sources: see `hodgesLehmannShift` and `rankSumTest`.
 */
export function compareUnpaired(
  a: readonly number[],
  b: readonly number[],
  { margin = 0.03, confidence = 0.95, alpha = 0.05 }: CompareOptions = {},
): UnpairedComparison {
  const [logsA, logsB] = [logarithms(a), logarithms(b)];
  const { p } = rankSumTest(logsA, logsB);
  const shift = hodgesLehmannShift(logsA, logsB, confidence);
  const measured = {
    ratio: Math.exp(shift.estimate),
    low: Math.exp(shift.low),
    high: Math.exp(shift.high),
    confidence: shift.confidence,
    p,
    tieP: tieP(logsA, logsB, shift.estimate, Math.log1p(margin)),
    counts: [a.length, b.length] as [number, number],
  };
  return {
    ...measured,
    verdict: verdictOf(
      { ...measured, adjustedP: p, tieAdjustedP: measured.tieP },
      { margin, alpha },
    ),
  };
}

/** Both "above the margin" and "below it" must be refuted: the larger of the two one-sided p. */
function tieP(
  a: readonly number[],
  b: readonly number[],
  estimate: number,
  margin: number,
): number {
  if (Math.abs(estimate) >= margin) return 1;
  const sides = [margin, -margin].map((shift) => {
    const moved = a.map((value) => value + shift);
    return rankSumTest(moved, b).p / 2;
  });
  return Math.max(...sides);
}

function logarithms(values: readonly number[]): number[] {
  return values.map((value) => {
    if (!(value > 0 && value < Infinity)) {
      throw new RangeError(`compareUnpaired: expected positive values, got ${value}`);
    }
    return Math.log(value);
  });
}
