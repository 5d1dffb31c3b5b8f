import type { CompareOptions } from "./compare-arms.ts";
import { holm } from "./holm.ts";
import { mean, squaredDeviations } from "./mean.ts";
import { studentReach, studentTails } from "./student-tails.ts";
import { leastHeap, twoHeaps } from "./two-heaps.ts";
import { verdictOf, type Verdict } from "./verdict.ts";

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
 * speed more often, both p adjusted with `holm`; where the two contradict each other it is "unresolved". It is of this
 * comparison alone, looked at once: in a family of them, or at each of several looks, adjust again.
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
    alpha = 0.05,
    significance = 0.01,
  }: CompareOptions & { significance?: number } = {},
): WithinHeaps | undefined {
  check(a, b);
  const ratios = a.map((value, round) => Math.log(value) - Math.log(b[round]!));
  const fit = bestFit(ratios);
  if (fit === undefined) return undefined;
  const distances = ratios.map((ratio) => Math.abs(ratio - fit.offset));
  const heaps = twoHeaps(distances, significance);
  const isSame = heaps && new Set(heaps.low);
  // Both ways of telling the rounds apart must agree, else they are not clearly apart.
  if (!isSame || fit.crossed.some((x, round) => (x === 0) !== isSame.has(round))) return undefined;
  const reach = studentReach(confidence, fit.degrees) * fit.error;
  const [aFast, bFast] = [1, -1].map((way) => fit.crossed.filter((x) => x === way).length);
  const found = {
    ratio: Math.exp(fit.offset),
    low: Math.exp(fit.offset - reach),
    high: Math.exp(fit.offset + reach),
    p: fit.error > 0 ? studentTails(fit.offset / fit.error, fit.degrees) : Number(fit.offset === 0),
    tieP: tieTest(fit, Math.log1p(margin)),
    speeds: Math.exp(fit.slope),
    rounds: { same: a.length - aFast! - bFast!, aFast: aFast!, bFast: bFast! },
    sharesP: signTest(aFast!, bFast!),
  };
  return { ...found, verdict: judge(found, { margin, alpha }) };
}

/** One-sided, of the end of the margin that is nearer. */
function tieTest({ offset, error, degrees }: Fit, margin: number): number {
  const room = margin - Math.abs(offset);
  if (room <= 0) return 1;
  return error > 0 ? studentTails(room / error, degrees) / 2 : 0;
}

/** What differs at the same speed, and how often each is drawn, in one word. */
function judge(
  { ratio, p, tieP, rounds, sharesP }: Omit<WithinHeaps, "verdict">,
  rule: { margin: number; alpha: number },
): Verdict {
  const [adjustedP, adjustedSharesP] = holm([p, sharesP]);
  const atSameSpeed = verdictOf({ ratio, adjustedP: adjustedP!, tieAdjustedP: tieP }, rule);
  if (!(adjustedSharesP! < rule.alpha)) return atSameSpeed;
  const byShares = rounds.aFast > rounds.bFast ? "faster" : "slower";
  const contradicts =
    (atSameSpeed === "faster" || atSameSpeed === "slower") && atSameSpeed !== byShares;
  return contradicts ? "unresolved" : byShares;
}

/** ratio = offset + slope · crossed + noise; crossed is 1 where the first arm alone drew the fast speed, -1 the second. */
interface Fit {
  crossed: number[];
  offset: number;
  slope: number;
  /** Standard error of the offset. */
  error: number;
  degrees: number;
  squares: number;
}

/** The assignment of the rounds that leaves the least squares, begun from every distance that a round could have. */
function bestFit(ratios: readonly number[]): Fit | undefined {
  const fits = ratios.flatMap((ratio) => settle(ratios, Math.abs(ratio)) ?? []);
  return fits.toSorted((x, y) => x.squares - y.squares)[0];
}

/** Assigns and fits by turns until nothing changes. */
function settle(ratios: readonly number[], distance: number): Fit | undefined {
  let [offset, slope] = [0, distance];
  let before = "";
  for (let turn = 0; turn < 20; turn++) {
    const crossed = ratios.map((ratio) => {
      const off = ratio - offset;
      return Math.abs(off) > slope / 2 ? Math.sign(off) : 0;
    });
    const same = crossed.filter((x) => x === 0).length;
    if (Math.min(same, crossed.length - same) < leastHeap(crossed.length)) return undefined;
    const fit = fitLine(crossed, ratios);
    // The heap of the same speed is the one next to 1.
    if (!(fit.slope > 0) || Math.abs(fit.offset) > fit.slope / 2) return undefined;
    if (crossed.join() === before) return fit;
    before = crossed.join();
    ({ offset, slope } = fit);
  }
  return undefined;
}

function fitLine(crossed: readonly number[], ratios: readonly number[]): Fit {
  const count = crossed.length;
  const [middleX, middleY] = [mean(crossed), mean(ratios)];
  const spreadX = squaredDeviations(crossed, middleX);
  const products = crossed.map((x, round) => (x - middleX) * (ratios[round]! - middleY));
  const slope = products.reduce((sum, product) => sum + product, 0) / spreadX;
  const offset = middleY - slope * middleX;
  const left = crossed.map((x, round) => ratios[round]! - offset - slope * x);
  const squares = squaredDeviations(left, 0);
  const degrees = count - 2;
  const error = Math.sqrt((squares / degrees) * (1 / count + middleX ** 2 / spreadX));
  return { crossed: [...crossed], offset, slope, error, degrees, squares };
}

/** Two-sided p of "either way is as likely", exact. */
function signTest(one: number, other: number): number {
  const trials = one + other;
  let [term, sum] = [0.5 ** trials, 0];
  for (let count = 0; count <= Math.min(one, other); count++) {
    sum += term;
    term *= (trials - count) / (count + 1);
  }
  return Math.min(1, 2 * sum);
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
