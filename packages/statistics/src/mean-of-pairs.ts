import { mean, squaredDeviations } from "./mean.ts";
import { studentReach } from "./student-tails.ts";

/** A figure of two members of a set, in either order. */
export interface PairFigure {
  one: string;
  other: string;
  value: number;
}

/** Mean over pairs with the interval that belongs to it; without a pair NaN and -Infinity to Infinity. */
export interface PairMean {
  mean: number;
  low: number;
  high: number;
  pairs: number;
  members: number;
}

/**
 * The mean of figures that share members: what is odd about one member is in all of its pairs, so that they tell far
 * less than as many independent figures would. The interval is the mean ± Student's t times the standard error of the
 * jackknife, which leaves one member with all of its pairs out at a time. Members that are in every pair cannot be left
 * out: with fewer than three others nothing bounds the mean.
 * Source: J. N. Arvesen, "Jackknifing U-statistics", Annals of Mathematical Statistics 40 (1969) 2076-2100.
 */
export function meanOfPairs(figures: readonly PairFigure[], confidence = 0.95): PairMean {
  const members = [...new Set(figures.flatMap(({ one, other }) => [one, other]))];
  const centre = meanValue(figures);
  const found = { mean: centre, pairs: figures.length, members: members.length };
  const without = members
    .map((member) =>
      meanValue(figures.filter(({ one, other }) => one !== member && other !== member)),
    )
    .filter((value) => !Number.isNaN(value));
  const degrees = without.length - 1;
  if (degrees < 2) return { ...found, low: -Infinity, high: Infinity };
  const error = Math.sqrt((squaredDeviations(without, mean(without)) * degrees) / without.length);
  const reach = studentReach(confidence, degrees) * error;
  return { ...found, low: centre - reach, high: centre + reach };
}

function meanValue(figures: readonly PairFigure[]): number {
  return mean(figures.map(({ value }) => value));
}
