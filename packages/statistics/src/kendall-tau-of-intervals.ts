import type { PlaceInterval } from "./rank-intervals.ts";

/** How many pairs both rankings order alike, order against each other, both leave open, or one of them leaves open. */
export interface IntervalTau {
  /** (concordant + both open - discordant) / pairs, -1 to 1; NaN without a pair. */
  tau: number;
  pairs: number;
  concordant: number;
  discordant: number;
  openInBoth: number;
  openInOne: number;
}

/**
 * How far two rankings agree whose places are intervals, over the names that both have. Two names whose intervals
 * overlap are tied. A pair counts 1 where both rankings order it alike or both leave it open, 0 where only one of them
 * resolves it (they do not contradict each other), and -1 only where they order it against each other. So tau is 1
 * exactly when both tell the same, ties included: tau-b would not do, as it drops what both leave open, and has no value
 * where one ranking resolves nothing.
 * Source: this is tau-x of E. J. Emond and D. W. Mason, "A new rank correlation coefficient with application to the
 * consensus ranking problem", Journal of Multi-Criteria Decision Analysis 11 (2002), where a pair's score is 1 for
 * "ahead or tied" and -1 for "behind"; tau-b is M. G. Kendall's, Biometrika 33 (1945), see `kendallTau`.
 */
export function kendallTauOfIntervals(
  a: ReadonlyMap<string, PlaceInterval>,
  b: ReadonlyMap<string, PlaceInterval>,
): IntervalTau {
  const names = [...a.keys()].filter((name) => b.has(name));
  const counts = { concordant: 0, discordant: 0, openInBoth: 0, openInOne: 0 };
  for (const [i, one] of names.entries()) {
    for (const other of names.slice(0, i)) {
      const inA = order(a.get(one)!, a.get(other)!);
      const inB = order(b.get(one)!, b.get(other)!);
      counts[pairKind(inA, inB)] += 1;
    }
  }
  const pairs = (names.length * (names.length - 1)) / 2;
  const { concordant, discordant, openInBoth } = counts;
  return { ...counts, pairs, tau: (concordant + openInBoth - discordant) / pairs };
}

function order(one: PlaceInterval, other: PlaceInterval): number {
  if (one.high < other.low) return -1;
  return one.low > other.high ? 1 : 0;
}

function pairKind(
  inA: number,
  inB: number,
): "concordant" | "discordant" | "openInBoth" | "openInOne" {
  if (inA === 0 && inB === 0) return "openInBoth";
  if (inA === 0 || inB === 0) return "openInOne";
  return inA === inB ? "concordant" : "discordant";
}
