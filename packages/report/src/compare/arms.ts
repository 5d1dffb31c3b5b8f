import {
  compareArms,
  inverted,
  type ArmComparison,
  type Looks,
  type Verdict,
} from "@stackbench/statistics";
import { comparisonRules } from "../comparison-rules.ts";
import type { Relative } from "../row.ts";
import { intervalOf } from "../summarise/interval.ts";

/** A positive figure of every arm in every round. */
export type Arms = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** An arm by its name; without a round where there is none. */
export function armIn(arms: Arms, key: string): ReadonlyMap<number, number> {
  return arms.get(key) ?? new Map();
}

/** All pairs of some arms as one family, with verdicts. */
export interface Family {
  comparisons: ArmComparison[];
  /** Arm against anchor, the higher figure the better; undefined for the anchor itself and for arms without a common round. */
  compared(arm: string, anchor: string): ArmComparison | undefined;
  /** The same of the figure as it is; null where there is none. */
  relative(arm: string, anchor: string): Relative | null;
}

/**
 * Compares the `keys` among `arms`, all pairs; `looks` are those of the run, `lowerIsBetter` where "faster" is the smaller figure;
 * `telltales` of which start was fast.
 */
export function relateArms(
  arms: Arms,
  keys: readonly string[],
  { lowerIsBetter, looks, telltales }: { lowerIsBetter: boolean; looks: Looks; telltales?: Arms },
): Family {
  const speeds = new Map(
    keys.flatMap((key) => {
      const rounds = arms.get(key);
      return rounds ? [[key, lowerIsBetter ? reciprocals(rounds) : rounds] as const] : [];
    }),
  );
  const comparisons = compareArms(speeds, { ...comparisonRules, ...looks, telltales });
  const all = [...comparisons, ...comparisons.map(inverted)];
  const compared = (arm: string, anchor: string): ArmComparison | undefined =>
    all.find(({ a, b }) => a === arm && b === anchor);
  return {
    comparisons,
    compared,
    relative(arm, anchor) {
      const found = compared(arm, anchor);
      if (!found) return null;
      const figures = lowerIsBetter ? inverted(found) : found;
      return relativeOf(figures, anchor, found.verdict);
    },
  };
}

function relativeOf(figures: ArmComparison, anchor: string, verdict: Verdict): Relative {
  const { ratio, low, high, confidence, p, adjustedP, tieAdjustedP, signedRankP, rounds } = figures;
  const interval = intervalOf({ low, high, confidence });
  return { anchor, ratio, interval, p, adjustedP, tieAdjustedP, signedRankP, rounds, verdict };
}

function reciprocals(rounds: ReadonlyMap<number, number>): Map<number, number> {
  return new Map([...rounds].map(([round, value]) => [round, 1 / value]));
}
