/** By what figures are told apart; `docs/methodology.md` gives the reasons. */
export const comparisonRules = {
  /** Differences within ±3 % do not matter. */
  margin: 0.03,
  /** Most chance of one false "faster" or "slower" among all pairs of a group. */
  alpha: 0.05,
  /** Of each interval, by itself. */
  confidence: 0.95,
} as const;

/** Whether `rounds` can prove anything among `rows`: the signed-rank test's smallest p is 2^(1 - rounds), Holm's factor the pairs. */
export function canResolve(rows: number, rounds: number): boolean {
  const pairs = (rows * (rows - 1)) / 2;
  return pairs * 2 ** (1 - rounds) < comparisonRules.alpha;
}
