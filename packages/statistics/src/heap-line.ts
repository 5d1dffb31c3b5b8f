import { mean, squaredDeviations } from "./mean.ts";
import { trimmedMean, type TrimmedMean } from "./trimmed-mean.ts";
import { leastHeap, type TwoHeaps } from "./two-heaps.ts";

/** Log ratios of two arms of two speeds: each is offset + slope · crossed + noise. */
export interface HeapFit {
  /** By round: 1 where the first arm alone drew the fast speed, -1 where the second did, else 0. */
  crossed: readonly number[];
  /** Whether something else than the arms told the speeds. Strays of the ratios are then noise, and set aside (see `trimmedMean`). */
  isTold: boolean;
  /** Logarithm of first arm ÷ second at the same speed, and its standard error. */
  offset: number;
  error: number;
  /** Logarithm of fast ÷ slow. */
  slope: number;
  /** Of the noise of a round, as the offset meets it. */
  variance: number;
  degrees: number;
  /** Variance of the offset ÷ that of a round's noise. */
  leverage: number;
  /** Rounds in which both arms drew the same speed, and in which one alone drew the fast one. */
  rounds: { same: number; aFast: number; bFast: number };
}

/** A line through the ratios of some assignment, before strays are set aside. */
export interface Fit extends Pick<
  HeapFit,
  "crossed" | "offset" | "slope" | "degrees" | "leverage"
> {
  squares: number;
  /** Of the arms, by round. */
  ratios: readonly number[];
}

/** With the difference of the ratios that the speeds leave. */
export function heapFitOf({ crossed, slope, leverage, ratios }: Fit, isTold: boolean): HeapFit {
  const count = (way: number): number => crossed.filter((x) => x === way).length;
  const left = centreOf(
    ratios.map((ratio, round) => ratio - slope * crossed[round]!),
    isTold,
    1,
  );
  return {
    crossed,
    isTold,
    offset: left.centre,
    error: Math.sqrt(left.variance * leverage),
    slope,
    variance: left.variance,
    degrees: left.degrees,
    leverage,
    rounds: { same: count(0), aFast: count(1), bFast: count(-1) },
  };
}

/** Centre and noise of what so many fitted distances leave, strays aside where the speeds were told. */
export function centreOf(left: readonly number[], isTold: boolean, distances: number): TrimmedMean {
  const found = trimmedMean(left, isTold ? undefined : 0);
  const degrees = found.degrees - distances;
  return { ...found, variance: (found.variance * found.degrees) / degrees, degrees };
}

/** Fast is what lies above the cut. */
export function crossedAt(cut: number, a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, round) => Number(value > cut) - Number(b[round]! > cut));
}

export function fitCrossed(
  crossed: readonly number[],
  a: readonly number[],
  b: readonly number[],
): Fit | undefined {
  if (!areMixed(crossed)) return undefined;
  const fit = fitLine(
    crossed,
    a.map((value, round) => value - b[round]!),
  );
  return isNextToOne(fit) ? fit : undefined;
}

export function middleOf({ lowMean, highMean }: TwoHeaps): number {
  return (lowMean + highMean) / 2;
}

/** Enough rounds of the same speed, and enough of different ones. */
export function areMixed(crossed: readonly number[]): boolean {
  const same = crossed.filter((x) => x === 0).length;
  return Math.min(same, crossed.length - same) >= leastHeap(crossed.length);
}

/** The heap of the same speed is the one next to 1. */
export function isNextToOne({ slope, offset }: Fit): boolean {
  return slope > 0 && Math.abs(offset) <= slope / 2;
}

export function fitLine(crossed: readonly number[], ratios: readonly number[]): Fit {
  const count = crossed.length;
  const [middleX, middleY] = [mean(crossed), mean(ratios)];
  const spreadX = squaredDeviations(crossed, middleX);
  const products = crossed.map((x, round) => (x - middleX) * (ratios[round]! - middleY));
  const slope = products.reduce((sum, product) => sum + product, 0) / spreadX;
  const offset = middleY - slope * middleX;
  const left = crossed.map((x, round) => ratios[round]! - offset - slope * x);
  const squares = squaredDeviations(left, 0);
  const leverage = 1 / count + middleX ** 2 / spreadX;
  return { crossed, offset, slope, degrees: count - 2, leverage, squares, ratios };
}
