import type { CompareOptions } from "./compare-arms.ts";
import { fitHeaps } from "./fit-heaps.ts";
import type { HeapFit } from "./heap-line.ts";
import { holm } from "./holm.ts";
import { judgeHeaps } from "./judge-heaps.ts";
import { signTest } from "./sign-test.ts";
import { studentReach, studentTails } from "./student-tails.ts";
import { verdictOf, type Verdict } from "./verdict.ts";
import { familyAlpha } from "./verdict-rules.ts";

/** Two arms whose starts have two speeds: what differs at the same speed, and how often each arm draws the fast one. */
export interface WithinHeaps {
  /** First arm ÷ second among starts of the same speed, with its interval. */
  ratio: number;
  low: number;
  high: number;
  /** Of "the arms are equal at the same speed". */
  p: number;
  /** Of "the ratio lies outside the margin". */
  tieP: number;
  /** Fast ÷ slow. */
  speeds: number;
  /** Rounds in which both arms drew the same speed, and in which one alone drew the fast one. */
  rounds: { same: number; aFast: number; bFast: number };
  /** Of "both arms draw the fast speed with the same chance". */
  sharesP: number;
  /** Of the first arm. */
  verdict: Verdict;
}

/**
 * Compares two arms over the same rounds (positive values, in the order of the rounds) where their starts fall into two
 * heaps clearly apart. A round's log ratio is the arms' difference, plus or minus the distance of the heaps where the
 * arms drew different speeds, plus noise; so the ratios lie in two or three heaps of their own, whatever else moves from
 * round to round. Difference and distance are estimated together by least squares, so that every round counts.
 * Interval and p of the difference by Student's law; of the shares by the exact sign test over the rounds in which one
 * arm alone drew the fast speed.
 * The verdict is that of `verdictOf` at the same speed, or "faster" or "slower" where one arm is proven to draw the fast
 * speed more often, both p adjusted with `holm` (see `judgeHeaps`). It is of this comparison alone, looked at once:
 * `comparePaired` does the same in a family of pairs, at several looks.
 * Undefined where no heaps are found (`twoHeaps` at `significance`), which needs 3 rounds of the same and 3 of different
 * speeds. The heap of ratios next to 1 is taken for that of the same speed: an arm that is faster by more than half of
 * the heaps' distance is not for this. Simulated: see the test.
 * Throws RangeError where the arms have not equally many values, or one is not positive and finite.
 * Source: least squares and Student's law; Q. McNemar, "Note on the sampling error of the difference between correlated
 * proportions or percentages", Psychometrika 12 (1947), with the exact tail.
 */
export function compareWithinHeaps(
  a: readonly number[],
  b: readonly number[],
  {
    margin = 0.03,
    confidence = 0.95,
    alpha = familyAlpha,
    significance = 0.01,
  }: CompareOptions & { significance?: number } = {},
): WithinHeaps | undefined {
  check(a, b);
  const fit = fitHeaps(a.map(Math.log), b.map(Math.log), significance);
  if (fit === undefined) return undefined;
  const reach = studentReach(confidence, fit.degrees) * fit.error;
  const { same, aFast, bFast } = fit.rounds;
  const found = {
    ratio: Math.exp(fit.offset),
    low: Math.exp(fit.offset - reach),
    high: Math.exp(fit.offset + reach),
    p: fit.error > 0 ? studentTails(fit.offset / fit.error, fit.degrees) : Number(fit.offset === 0),
    tieP: tieTest(fit, Math.log1p(margin)),
    speeds: Math.exp(fit.slope),
    rounds: { same, aFast, bFast },
    sharesP: signTest(aFast, bFast),
  };
  return { ...found, verdict: judge(found, { margin, alpha }) };
}

/** One-sided, of the end of the margin that is nearer. */
function tieTest({ offset, error, degrees }: HeapFit, margin: number): number {
  const room = margin - Math.abs(offset);
  if (room <= 0) return 1;
  return error > 0 ? studentTails(room / error, degrees) / 2 : 0;
}

/** What differs at the same speed, and how often each is drawn, in one word. */
function judge(
  { ratio, p, tieP, speeds, rounds, sharesP }: Omit<WithinHeaps, "verdict">,
  rule: { margin: number; alpha: number },
): Verdict {
  const [adjustedP, adjustedSharesP] = holm([p, sharesP]);
  const atSameSpeed = verdictOf({ ratio, adjustedP: adjustedP!, tieAdjustedP: tieP }, rule);
  const shares = { speeds, rounds, sharesP, adjustedSharesP: adjustedSharesP! };
  return judgeHeaps(atSameSpeed, shares, rule.alpha).verdict;
}

function check(a: readonly number[], b: readonly number[]): void {
  if (a.length !== b.length) {
    throw new RangeError(
      `compareWithinHeaps: expected as many values of both arms, got ${a.length} and ${b.length}`,
    );
  }
  const odd = [...a, ...b].find((value) => !(value > 0 && value < Infinity));
  if (odd !== undefined) {
    throw new RangeError(`compareWithinHeaps: expected positive values, got ${odd}`);
  }
}
