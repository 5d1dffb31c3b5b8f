import {
  areMixed,
  crossedAt,
  fitCrossed,
  fitLine,
  heapFitOf,
  isNextToOne,
  middleOf,
  type Fit,
  type HeapFit,
} from "./heap-line.ts";
import { twoHeaps } from "./two-heaps.ts";

/** An assignment is refused that leaves so many times the squares of the best. */
const mostLeft = 1.5;

/** Chance of telling two speeds apart by one pair where there is one. */
export const usualSignificance = 0.01;

/**
 * Fits difference and distance of speeds to the logarithms of two arms, round by round, by least squares. Which starts
 * were fast is told by the ratios, which what moves a whole round leaves alone (the assignment of least squares), or by
 * the starts of both arms or of one, which have half the noise; by whichever fall into two heaps (`twoHeaps` at
 * `significance`), and where several do by those that leave least.
 * Undefined where neither is clear, where fewer rounds are of the same speed, or of different ones, than make a heap,
 * and where the heap of ratios next to 1 is not that of the same speed.
 */
export function fitHeaps(
  a: readonly number[],
  b: readonly number[],
  significance = usualSignificance,
): HeapFit | undefined {
  return fitAlone(ratiosOf({ a, b }), significance);
}

/** Of one pair. */
export function fitAlone(
  { a, b, ratios, best }: PairRatios,
  significance = usualSignificance,
): HeapFit | undefined {
  if (best === undefined) return undefined;
  const fits = areApart(best, ratios, significance) ? [best] : [];
  for (const starts of [[...a, ...b], a, b]) {
    fits.push(...fitByStarts(a, b, starts, significance));
  }
  const [fit] = fits.toSorted((x, y) => x.squares - y.squares);
  // Rounds that differ may make a slow start look fast; the ratios then speak against it.
  if (fit === undefined || fit.squares > mostLeft * best.squares) return undefined;
  return heapFitOf(fit, false);
}

/** Two arms with the logarithms of their ratios, and the assignment that leaves the least squares. */
export interface PairRatios {
  a: readonly number[];
  b: readonly number[];
  ratios: readonly number[];
  best: Fit | undefined;
}

export function ratiosOf({ a, b }: Pick<PairRatios, "a" | "b">): PairRatios {
  const ratios = a.map((value, round) => value - b[round]!);
  return { a, b, ratios, best: bestFit(ratios) };
}

/** The starts that show the heaps say where all are to be cut: one arm may have drawn too few of a speed to show it. */
function fitByStarts(
  a: readonly number[],
  b: readonly number[],
  starts: readonly number[],
  significance: number,
): Fit[] {
  const heaps = twoHeaps(starts, significance);
  const fit = heaps && fitCrossed(crossedAt(middleOf(heaps), a, b), a, b);
  return fit === undefined ? [] : [fit];
}

/** Both ways of telling the rounds of a fit apart must agree. */
function areApart(fit: Fit, ratios: readonly number[], significance: number): boolean {
  const distances = ratios.map((ratio) => Math.abs(ratio - fit.offset));
  const heaps = twoHeaps(distances, significance);
  const isSame = heaps && new Set(heaps.low);
  return isSame !== undefined && fit.crossed.every((x, round) => (x === 0) === isSame.has(round));
}

/** The assignment of the rounds that leaves the least squares, begun from every distance that a round could have. */
function bestFit(ratios: readonly number[]): Fit | undefined {
  const fits = ratios.flatMap((ratio) => settle(ratios, Math.abs(ratio)) ?? []);
  return fits.toSorted((x, y) => x.squares - y.squares)[0];
}

/** Assigns and fits by turns until nothing changes. `cut`, where it is known: else half of the distance that was fitted. */
export function settle(ratios: readonly number[], distance: number, cut?: number): Fit | undefined {
  let [offset, slope] = [0, distance];
  let before = "";
  for (let turn = 0; turn < 20; turn++) {
    const crossed = ratios.map((ratio) => {
      const off = ratio - offset;
      return Math.abs(off) > (cut ?? slope / 2) ? Math.sign(off) : 0;
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
