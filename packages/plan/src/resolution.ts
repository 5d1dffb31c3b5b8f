import {
  comparedByRound,
  comparedFigureOf,
  isGivenUp,
  isSpoiltByHost,
  isUnranked,
  isValid,
  relationOf,
  telltalesByRound,
  type Experiment,
  type ThroughputByRound,
  type WindowRecord,
} from "@stackbench/model";
import {
  answeredPercentileMs,
  compareArms,
  familyAlpha,
  inverted,
  type ArmComparison,
} from "@stackbench/statistics";
import { levelId } from "./assemble-plan.ts";

/** How well the variants are told apart so far. */
export interface Resolution {
  /** Pairs that matter: of neighbours in rank, and of each variant with the anchor. */
  comparisons: number;
  /** Of those, the ones without a verdict whose interval is still too wide. */
  open: number;
  /** Variants of open pairs, and those the host let have no figure yet: who needs further rounds. */
  wanted: Set<string>;
}

/**
 * Looks at what tables compare, group by group (workload and load level, first generator), after `round` rounds: which
 * pairs that matter have neither a verdict nor an interval within the target. Where the anchor has no values in a
 * group the first variant that has takes its place. Variants that keep failing are not waited for, nor those that may
 * not be ranked, or of which a round's latency was never answered; those of which the host alone spoilt all windows are.
 * A question about certain pairs, or about twins, has one answer for all groups: each group has an equal part of its error,
 * so that what is closed here is closed in the answer too, whose adjustment is over all groups together.
 */
export function resolutionOf(
  experiment: Pick<
    Experiment,
    "anchor" | "variants" | "generators" | "protocol" | "twins" | "pairs"
  >,
  windows: readonly WindowRecord[],
  round: number,
): Resolution {
  const { anchor, variants, generators, protocol, pairs: asked } = experiment;
  const measuring = windows.filter(
    (window) => window.planned.generator === generators[0] && window.round <= round,
  );
  const groups = Map.groupBy(
    measuring,
    ({ planned }) => `${planned.workload}/${levelId(planned.level)}`,
  );
  const isOneAnswer = asked !== undefined || experiment.twins !== undefined;
  const alpha = familyAlpha / (isOneAnswer ? Math.max(1, groups.size) : 1);
  const found: Resolution = { comparisons: 0, open: 0, wanted: new Set() };
  for (const group of groups.values()) {
    const byVariant = Map.groupBy(group, ({ variant }) => variant);
    const counted = variants.filter((variant) => !isRuledOut(byVariant.get(variant) ?? []));
    const figure = comparedFigureOf(group[0]!.planned.level, group, answeredPercentileMs);
    const all = comparedByRound(figure, group, generators[0]!, answeredPercentileMs);
    const values: ThroughputByRound = new Map(
      counted.flatMap((variant) => {
        const rounds = all.get(variant);
        return rounds ? [[variant, rounds] as const] : [];
      }),
    );
    const awaited = counted.filter(
      (variant) => !values.has(variant) && isOnlySpoilt(byVariant.get(variant)!),
    );
    const reference = values.has(anchor) ? anchor : [...values.keys()][0];
    const compared = compareArms(values, {
      looks: protocol.looks ?? [],
      ended: false,
      telltales: telltalesByRound(group, generators[0]!),
      only: asked,
      alpha,
      ...relationOf(experiment),
    });
    const pairs = asked === undefined ? thatMatter(compared, reference) : compared;
    const open = pairs.filter((pair) => !isClosed(pair, protocol.halfWidthTarget));
    found.comparisons += pairs.length + awaited.length;
    found.open += open.length + awaited.length;
    for (const { a, b } of open) found.wanted.add(a).add(b);
    for (const variant of awaited) found.wanted.add(variant);
    if (awaited.length > 0 && reference !== undefined) found.wanted.add(reference);
  }
  return found;
}

/** It is given up, half of all did, or it may not be ranked: more rounds would not tell more. */
function isRuledOut(windows: readonly WindowRecord[]): boolean {
  if (windows.length === 0 || isGivenUp(windows)) return true;
  if (windows.some(isUnranked)) return true;
  return windows.filter(({ status }) => status === "failed").length >= windows.length / 2;
}

/** The host spoilt windows, and none counts. */
function isOnlySpoilt(windows: readonly WindowRecord[]): boolean {
  const counts = (window: WindowRecord) => window.status === "measured" && isValid(window);
  return windows.some(isSpoiltByHost) && !windows.some(counts);
}

/** Each with the reference, and neighbours in the order of how they stand to all others. */
function thatMatter(
  comparisons: readonly ArmComparison[],
  reference: string | undefined,
): ArmComparison[] {
  const byArm = Map.groupBy([...comparisons, ...comparisons.map(inverted)], ({ a }) => a);
  const standing = (all: readonly ArmComparison[]): number =>
    all.reduce((sum, { ratio }) => sum + Math.log(ratio), 0) / all.length;
  const order = [...byArm]
    .map(([arm, all]) => ({ arm, standing: standing(all) }))
    .toSorted((a, b) => a.standing - b.standing);
  const place = new Map(order.map(({ arm }, index) => [arm, index]));
  return comparisons.filter(
    ({ a, b }) =>
      a === reference || b === reference || Math.abs(place.get(a)! - place.get(b)!) === 1,
  );
}

function isClosed({ verdict, ratio, low, high }: ArmComparison, target: number | null): boolean {
  if (verdict !== "unresolved") return true;
  return target !== null && Math.max(high / ratio - 1, 1 - low / ratio) <= target;
}
