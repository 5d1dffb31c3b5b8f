import { inverted, type ArmComparison } from "./compare-arms.ts";

/** Places 1 (highest) to the number of arms, both ends included. */
export interface PlaceInterval {
  low: number;
  high: number;
}

/**
 * The ranks an arm may have: below every arm that is "faster" than it, above every arm that it is "faster" than;
 * all others could lie on either side. With comparisons whose adjusted p-values hold the family at alpha, all
 * intervals together hold the true ranks (of differences beyond the margin) with probability >= 1 - alpha.
 * Source: D. Klein, T. Wright and J. Wieczorek, "A joint confidence region for an overall ranking of
 * populations", Journal of the Royal Statistical Society C 69 (2020) 589-606; there from intervals, here from tests.
 */
export function rankIntervals(
  arms: readonly string[],
  comparisons: readonly ArmComparison[],
): Map<string, PlaceInterval> {
  const all = [...comparisons, ...comparisons.map(inverted)];
  return new Map(
    arms.map((arm) => {
      const own = all.filter(({ a, b }) => a === arm && arms.includes(b));
      const count = (verdict: string) => own.filter((one) => one.verdict === verdict).length;
      return [arm, { low: 1 + count("slower"), high: arms.length - count("faster") }];
    }),
  );
}
