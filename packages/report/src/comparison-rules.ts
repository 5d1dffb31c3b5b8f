/** By what figures are told apart; `docs/methodology.md` gives the reasons. */
export const comparisonRules = {
  /** Differences within ±3 % do not matter. */
  margin: 0.03,
  /** Runs of one truth that were held at different times may differ by ±15 %: only what lies beyond is called. */
  calledBetweenRuns: 0.15,
  /** Most chance of one false "faster" or "slower" among all pairs of a group, and of one false "tie". */
  alpha: 0.05,
  /** Of each interval, by itself, whenever the run stopped. */
  confidence: 0.95,
} as const;
