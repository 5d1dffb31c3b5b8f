import { mean, squaredDeviations } from "./mean.ts";
import { leastHeap, twoHeaps } from "./two-heaps.ts";

/** An assignment is refused that leaves so many times the squares of the best. */
const mostLeft = 1.5;

/** Chance of telling two speeds apart by one pair where there is one. */
const usualSignificance = 0.01;

/**
 * Chance of telling two speeds apart by all pairs where there is one. At 0.01 two that are four deviations of a ratio apart stay
 * hidden in a third of runs; at 0.1 intervals hold the truth in 94.5 % (`pnpm prove replay`, with such noise).
 */
const togetherSignificance = 0.03;

/** Of all ratios, the furthest, which do not tell: a start that was disturbed makes one with each arm that it is compared with. */
const strayShare = 0.02;

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

function fitAlone(
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
  return heapFitOf(fit);
}

/**
 * The same of all pairs of arms that have their speeds in common, each over its own rounds. All ratios together show heaps that
 * those of one pair, fewer and with strays among them, do not show clearly: where they do, and every pair has rounds in both, all
 * are told apart so; elsewhere each pair by itself.
 */
export function fitHeapsOfAll(
  pairs: readonly { a: readonly number[]; b: readonly number[] }[],
): (HeapFit | undefined)[] {
  const all = pairs.map(ratiosOf);
  return fitTogether(all)?.map(heapFitOf) ?? all.map((pair) => fitAlone(pair));
}

/** Two arms with the logarithms of their ratios, and the assignment that leaves the least squares. */
interface PairRatios {
  a: readonly number[];
  b: readonly number[];
  ratios: readonly number[];
  best: Fit | undefined;
}

function ratiosOf({ a, b }: Pick<PairRatios, "a" | "b">): PairRatios {
  const ratios = a.map((value, round) => value - b[round]!);
  return { a, b, ratios, best: bestFit(ratios) };
}

function fitTogether(pairs: readonly PairRatios[]): Fit[] | undefined {
  const distances = pairs.flatMap(({ ratios, best }) => {
    const offset = best?.offset ?? mean(ratios);
    return ratios.map((ratio) => Math.abs(ratio - offset));
  });
  const strays = Math.ceil(strayShare * distances.length);
  const sorted = distances.toSorted((x, y) => x - y);
  const heaps = twoHeaps(sorted.slice(0, -strays), togetherSignificance);
  if (heaps === undefined) return undefined;
  const cut = (heaps.lowMean + heaps.highMean) / 2;
  const fits = pairs.map(({ ratios }) => settle(ratios, heaps.highMean, cut));
  return fits.every((fit) => fit !== undefined) ? fits : undefined;
}

function heapFitOf({ crossed, offset, slope, squares, degrees, leverage }: Fit): HeapFit {
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

/** The starts that show the heaps say where all are to be cut: one arm may have drawn too few of a speed to show it. */
function fitByStarts(
  a: readonly number[],
  b: readonly number[],
  starts: readonly number[],
  significance: number,
): Fit[] {
  const heaps = twoHeaps(starts, significance);
  if (heaps === undefined) return [];
  const cut = (heaps.lowMean + heaps.highMean) / 2;
  const crossed = a.map((value, round) => Number(value > cut) - Number(b[round]! > cut));
  if (!areMixed(crossed)) return [];
  const fit = fitLine(
    crossed,
    a.map((value, round) => value - b[round]!),
  );
  return isNextToOne(fit) ? [fit] : [];
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

/** Assigns and fits by turns until nothing changes. `cut`, where it is known: else half of the distance that was fitted. */
function settle(ratios: readonly number[], distance: number, cut?: number): Fit | undefined {
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
