import { mean, squaredDeviations } from "./mean.ts";

/** A mean without the furthest values, and how well it is known. */
export interface TrimmedMean {
  centre: number;
  /** As of a single value: divided by the number of values it is the centre's. */
  variance: number;
  degrees: number;
}

/**
 * The mean without a `share` of the values at either end, which strays hardly move; without a tenth, of values of a normal law it is known as
 * well as their mean is by a twentieth fewer. Its variance from the values with those cut off put to the nearest that are left.
 * Source: J. W. Tukey, D. H. McLaughlin, "Less vulnerable confidence and significance procedures for location based on a single
 * sample", Sankhya A 25 (1963).
 */
export function trimmedMean(values: readonly number[], share = 0.1): TrimmedMean {
  const count = values.length;
  const cut = Math.floor(count * share);
  const sorted = values.toSorted((a, b) => a - b);
  const kept = sorted.slice(cut, count - cut);
  const drawnIn = sorted.map((value) => Math.min(Math.max(value, kept[0]!), kept.at(-1)!));
  const squares = squaredDeviations(drawnIn, mean(drawnIn));
  const degrees = kept.length - 1;
  const keptShare = kept.length / count;
  return { centre: mean(kept), variance: squares / (count - 1) / keptShare ** 2, degrees };
}
