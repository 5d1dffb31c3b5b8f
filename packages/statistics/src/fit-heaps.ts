import { mean, squaredDeviations } from "./mean.ts";
import { leastHeap, twoHeaps } from "./two-heaps.ts";

/** An assignment is refused that leaves so many times the squares of the best. */
const mostLeft = 1.5;

/** Log ratios of two arms of two speeds: each is offset + slope · crossed + noise. */
export interface HeapFit {
  /** By round: 1 where the first arm alone drew the fast speed, -1 where the second did, else 0. */
  crossed: readonly number[];
  /** Logarithm of first arm ÷ second at the same speed, and its standard error. */
  offset: number;
  error: number;
  /** Logarithm of fast ÷ slow. */
  slope: number;
  /** Of the noise of a round. */
  variance: number;
  degrees: number;
  /** Variance of the offset ÷ that of a round's noise. */
  leverage: number;
  /** Rounds in which both arms drew the same speed, and in which one alone drew the fast one. */
  rounds: { same: number; aFast: number; bFast: number };
}

/**
 * Fits difference and distance of speeds to the logarithms of two arms, round by round, by least squares. Which starts
 * were fast is told by the ratios, which what moves a whole round leaves alone (the assignment of least squares), or by
 * the starts of both arms together, of which half the noise is enough; by whichever falls into two heaps (`twoHeaps` at
 * `significance`), and where both do by the one that leaves less.
 * Undefined where neither is clear, where fewer rounds are of the same speed, or of different ones, than make a heap,
 * and where the heap of ratios next to 1 is not that of the same speed.
 */
export function fitHeaps(
  a: readonly number[],
  b: readonly number[],
  significance = 0.01,
): HeapFit | undefined {
  const ratios = a.map((value, round) => value - b[round]!);
  const best = bestFit(ratios);
  const fits = [
    best && areApart(best, ratios, significance) ? best : undefined,
    fitByStarts(a, b, significance),
  ].filter((fit) => fit !== undefined);
  const [fit] = fits.toSorted((x, y) => x.squares - y.squares);
  // Rounds that differ may make a slow start look fast; the ratios then speak against it.
  if (!fit || (best && fit.squares > mostLeft * best.squares)) return undefined;
  const { crossed, offset, slope, squares, degrees, leverage } = fit;
  const count = (way: number): number => crossed.filter((x) => x === way).length;
  const variance = squares / degrees;
  return {
    crossed,
    offset,
    error: Math.sqrt(variance * leverage),
    slope,
    variance,
    degrees,
    leverage,
    rounds: { same: count(0), aFast: count(1), bFast: count(-1) },
  };
}

function fitByStarts(
  a: readonly number[],
  b: readonly number[],
  significance: number,
): Fit | undefined {
  const heaps = twoHeaps([...a, ...b], significance);
  if (heaps === undefined) return undefined;
  const fast = new Set(heaps.high);
  const crossed = a.map((_, round) => Number(fast.has(round)) - Number(fast.has(a.length + round)));
  if (!areMixed(crossed)) return undefined;
  const fit = fitLine(
    crossed,
    a.map((value, round) => value - b[round]!),
  );
  return isNextToOne(fit) ? fit : undefined;
}

/** Both ways of telling the rounds of a fit apart must agree. */
function areApart(fit: Fit, ratios: readonly number[], significance: number): boolean {
  const distances = ratios.map((ratio) => Math.abs(ratio - fit.offset));
  const heaps = twoHeaps(distances, significance);
  const isSame = heaps && new Set(heaps.low);
  return isSame !== undefined && fit.crossed.every((x, round) => (x === 0) === isSame.has(round));
}

/** Enough rounds of the same speed, and enough of different ones. */
function areMixed(crossed: readonly number[]): boolean {
  const same = crossed.filter((x) => x === 0).length;
  return Math.min(same, crossed.length - same) >= leastHeap(crossed.length);
}

/** The heap of the same speed is the one next to 1. */
function isNextToOne({ slope, offset }: Fit): boolean {
  return slope > 0 && Math.abs(offset) <= slope / 2;
}

interface Fit extends Pick<HeapFit, "crossed" | "offset" | "slope" | "degrees" | "leverage"> {
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
    if (!areMixed(crossed)) return undefined;
    const fit = fitLine(crossed, ratios);
    if (!isNextToOne(fit)) return undefined;
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
  const leverage = 1 / count + middleX ** 2 / spreadX;
  return { crossed, offset, slope, degrees: count - 2, leverage, squares };
}
