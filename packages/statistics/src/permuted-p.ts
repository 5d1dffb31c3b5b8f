import { energySplit, type EnergySplit } from "./energy-split.ts";
import { shuffled, type Random } from "./random.ts";

export interface PermutationOptions {
  random: Random;
  /** Above it no more permutations are drawn: the cut does not count. */
  significance: number;
  permutations: number;
  /** Values of the shorter side of a split, at least. */
  fewest: number;
}

/**
 * How many of all permutations of the values have a split as good as this best one of theirs: (1 + permutations as good) /
 * (1 + all), and somewhere above `significance` where it is above.
 * Sources: Matteson and James (2014), see `energySplit`; the 1 is B. Phipson and G. K. Smyth's, "Permutation p-values
 * should never be zero", Statistical Applications in Genetics and Molecular Biology 9 (2010).
 */
export function permutedP(
  values: readonly number[],
  split: EnergySplit,
  { random, significance, permutations, fewest }: PermutationOptions,
): number {
  let asGood = 0;
  const p = (): number => (1 + asGood) / (1 + permutations);
  for (let i = 0; i < permutations && p() <= significance; i++) {
    const energy = energySplit(shuffled(values, random), fewest)?.energy ?? 0;
    // Only rounding tells the energy of equal cuts apart.
    if (energy >= split.energy * (1 - 1e-12)) asGood += 1;
  }
  return p();
}
