import {
  isFinal,
  isSpoiltByHost,
  throughputByRound,
  type Experiment,
  type ThroughputByRound,
  type WindowRecord,
} from "@stackbench/model";
import { compareArms } from "@stackbench/statistics";
import { levelId } from "./assemble-plan.ts";

/** How well the throughputs are told apart so far. */
export interface Resolution {
  /** Intervals that were looked at: one for each case but the anchor's. */
  comparisons: number;
  /**
   * The largest relative half-width of them, to the side that reaches further: 0.03 is ±3 %. Infinity where a
   * case has too few valid windows for an interval; 0 where there is nothing to compare.
   */
  widest: number;
}

/**
 * Looks at every interval of throughput relative to the anchor, group by group (workload and load level, first
 * generator). Where the anchor has no values in a group the first variant that has takes its place. Cases that
 * keep failing are not waited for; those of which the host alone spoilt all windows are.
 */
export function resolutionOf(
  { anchor, variants, generators }: Pick<Experiment, "anchor" | "variants" | "generators">,
  windows: readonly WindowRecord[],
): Resolution {
  const measuring = windows.filter(({ planned }) => planned.generator === generators[0]);
  const groups = Map.groupBy(
    measuring,
    ({ planned }) => `${planned.workload}/${levelId(planned.level)}`,
  );
  const halfWidths = [...groups.values()].flatMap((group) => {
    const counted = variants.filter((variant) => !isRuledOut(ofVariant(group, variant)));
    const values = throughputByRound(group, generators[0]!);
    const measured = counted.filter((variant) => values.has(variant));
    const awaited = counted.filter(
      (variant) => !values.has(variant) && ofVariant(group, variant).some(isSpoiltByHost),
    );
    const reference = measured.includes(anchor) ? anchor : measured[0];
    return [
      ...measured
        .filter((variant) => variant !== reference)
        .map((variant) => halfWidth(values, variant, reference!)),
      ...awaited.map(() => Number.POSITIVE_INFINITY),
    ];
  });
  return { comparisons: halfWidths.length, widest: Math.max(0, ...halfWidths) };
}

function ofVariant(windows: readonly WindowRecord[], variant: string): WindowRecord[] {
  return windows.filter((window) => window.variant === variant);
}

/** Its last window failed for good, or half of all did: more rounds would not tell more. */
function isRuledOut(windows: readonly WindowRecord[]): boolean {
  const last = windows.at(-1);
  if (last === undefined) return true;
  if (last.status === "failed" && isFinal(last.failure)) return true;
  return windows.filter(({ status }) => status === "failed").length >= windows.length / 2;
}

function halfWidth(values: ThroughputByRound, variant: string, reference: string): number {
  const arms = new Map([variant, reference].map((name) => [name, values.get(name)!]));
  const [comparison] = compareArms(arms);
  if (comparison === undefined) return Number.POSITIVE_INFINITY;
  const { ratio, low, high } = comparison;
  return Math.max(high / ratio - 1, 1 - low / ratio);
}
