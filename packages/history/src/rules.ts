import type { StepRules } from "@stackbench/statistics";

/**
 * When a step is told, in logarithms of ratios, night after night. The reasons, and what these rules reach, stand in
 * `docs/methodology.md` under "Nights"; `judge-history.test.ts` holds them.
 */
export const stepRules: StepRules = {
  leastChange: Math.log(1.035),
  before: 14,
  after: 6,
  fewest: 3,
  significance: 0.01,
  permutations: 199,
  windowLength: 90,
};

/** The same of what most variants do: figures of one night share what the machine was that night, and scatter more. */
export const machineRules: StepRules = { ...stepRules, leastChange: Math.log(1.06) };

/** So many lines are most of a group, even where one of them steps itself. */
export const fewestForMost = 3;

/** Steps that begin no further apart than so many nights are one: a cut is not known to the night. */
export const sameNights = 2;
