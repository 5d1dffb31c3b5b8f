import { familyAlpha } from "@stackbench/statistics";

/** By what figures are told apart; `docs/methodology.md` gives the reasons. */
export const comparisonRules = {
  /** Differences within ±3 % do not matter. */
  margin: 0.03,
  /** Runs of one truth that were held at different times may differ by ±15 %: only what lies beyond is called. */
  calledBetweenRuns: 0.15,
  /** Among all pairs of a group, or all cases of one answer. */
  alpha: familyAlpha,
  /** Of each interval, by itself, whenever the run stopped. */
  confidence: 0.95,
} as const;
