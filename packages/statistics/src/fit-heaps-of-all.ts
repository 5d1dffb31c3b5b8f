import { fitAlone, ratiosOf, settle, usualSignificance, type PairRatios } from "./fit-heaps.ts";
import { crossedAt, fitCrossed, heapFitOf, middleOf, type Fit, type HeapFit } from "./heap-line.ts";
import { mean, squaredDeviations } from "./mean.ts";
import { studentTails } from "./student-tails.ts";
import { twoHeaps } from "./two-heaps.ts";

/**
 * Chance of telling two speeds apart by all pairs where there is one. At 0.01 two that are four deviations of a ratio apart stay
 * hidden in a third of runs; at 0.1 intervals hold the truth in 94.5 % (`pnpm prove replay`, with such noise).
 */
const togetherSignificance = 0.03;

/** Of all ratios, the furthest, which do not tell: a start that was disturbed makes one with each arm that it is compared with. */
const strayShare = 0.02;

/** Logarithms of two arms, round by round. */
export interface Sides {
  a: readonly number[];
  b: readonly number[];
  /** Logarithms of what else tells the speeds of the starts, of both arms: it may be higher of the fast ones, or of the slow. */
  tells?: { a: readonly number[]; b: readonly number[] } | undefined;
}

/**
 * Fits as `fitHeaps` does all pairs of arms that have their speeds in common, each over its own rounds. Where something else tells the speeds
 * of the starts, clearly (`starts`: the `tells` of each arm, once), by that. Else by all ratios together, which show heaps that those
 * of one pair, fewer and with strays among them, do not, where every pair has rounds in both; and else each pair by itself.
 */
export function fitHeapsOfAll(
  pairs: readonly Sides[],
  starts: readonly (readonly number[])[] = [],
): (HeapFit | undefined)[] {
  const told = fitByTelltales(pairs, starts);
  if (told !== undefined) return told.map((fit) => heapFitOf(fit, true));
  const all = pairs.map(ratiosOf);
  const together = fitTogether(all);
  return together?.map((fit) => heapFitOf(fit, false)) ?? all.map((pair) => fitAlone(pair));
}

/**
 * As the arms are, or each from its own mean: what one costs more moves its heaps against the others', and unlike shares move its mean.
 * What tells must be of the speeds: the ratios of every pair must follow it.
 */
function fitByTelltales(
  pairs: readonly Sides[],
  starts: readonly (readonly number[])[],
): Fit[] | undefined {
  for (const from of [(arm: readonly number[]) => arm, deviationsOf]) {
    const heaps = twoHeaps(starts.flatMap(from), usualSignificance);
    if (heaps === undefined) continue;
    const fits = pairs.flatMap(({ a, b, tells }) => {
      const crossed = tells ? crossedAt(middleOf(heaps), from(tells.a), from(tells.b)) : [];
      const turned = crossed.map((x) => -x);
      const fit = fitCrossed(crossed, a, b) ?? fitCrossed(turned, a, b);
      return fit && doesExplain(fit) ? [fit] : [];
    });
    if (fits.length === pairs.length) return fits;
  }
  return undefined;
}

function deviationsOf(arm: readonly number[]): number[] {
  const middle = mean(arm);
  return arm.map((value) => value - middle);
}

function doesExplain({ crossed, slope, squares, degrees }: Fit): boolean {
  const spread = squaredDeviations(crossed, mean(crossed));
  const error = Math.sqrt(squares / degrees / spread);
  return error === 0 || studentTails(slope / error, degrees) < usualSignificance;
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
  const fits = pairs.map(({ ratios }) => settle(ratios, heaps.highMean, middleOf(heaps)));
  return fits.every((fit) => fit !== undefined) ? fits : undefined;
}
