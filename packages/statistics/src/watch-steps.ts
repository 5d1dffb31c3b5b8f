import { checkSamples } from "./check-samples.ts";
import { energySplit } from "./energy-split.ts";
import { hodgesLehmannShift, shiftEstimate } from "./hodges-lehmann-shift.ts";
import { median } from "./median.ts";
import { permutedP } from "./permuted-p.ts";
import { seededRandom } from "./random.ts";

/** When a lasting change of a series is told. */
export interface StepRules {
  /** Smaller changes are left out; in the values' unit. */
  leastChange: number;
  /** Values on either side of a step when it is told, at least. Few before it give no level to have left. */
  before: number;
  after: number;
  /** Values of the shortest piece that a series is cut into: less than `after`, or cuts would lie where they must. */
  fewest: number;
  /** Of each look. */
  significance: number;
  permutations: number;
  /** Values that a look goes back, at most. */
  windowLength: number;
}

/** Where a look finds a step. */
export interface Cut {
  /** Of the first value after it, of the newest value, and of the first that the look goes back to. */
  index: number;
  toldAt: number;
  from: number;
}

/** A lasting change; `change`, `low` and `high` in the values' unit, over all values up to the neighbouring steps. */
export interface Step {
  /** Of the first value after it. */
  index: number;
  /** Of the newest value when it was first told. */
  toldAt: number;
  change: number;
  /** Of `change`, at 95 %; -Infinity to Infinity where too few values allow none. */
  low: number;
  high: number;
}

/**
 * The steps of a series that grows by one value at a time and is looked at after each. A look goes over the values since
 * the last step, at most `windowLength` of them, and tells their best cut by E-divisive means where enough values lie on
 * either side, those after it lie `leastChange` or more from those before, and permutations say that it is no chance;
 * `isSure` may put it off to a later look. Values far off are moved to twice `leastChange` from the median first, so that one of them makes no cut. What was told
 * stays told, and a series told up to some value is told the same up to there when it has grown. Deterministic. The
 * interval takes values as independent: where they drift it is too narrow. Throws RangeError where a value is not finite.
 * Sources: D. S. Matteson and N. A. James (2014), see `energySplit`; the shortest piece is `min.size` of their "ecp: An R
 * package for nonparametric multiple change point analysis of multivariate data", Journal of Statistical Software 62
 * (2014); the change is `hodgesLehmannShift`'s.
 */
export function watchSteps(
  series: readonly number[],
  rules: StepRules,
  isSure: (cut: Cut) => boolean = () => true,
): Step[] {
  if (series.length > 0) checkSamples("watchSteps", series);
  const told: Cut[] = [];
  for (let end = 1; end <= series.length; end++) {
    const from = Math.max(told.at(-1)?.index ?? 0, end - rules.windowLength);
    const index = cutOf(series.slice(from, end), rules);
    if (index === undefined) continue;
    const cut = { index: from + index, toldAt: end - 1, from };
    if (isSure(cut)) told.push(cut);
  }
  return told.map(({ index, toldAt }, i) => {
    const before = series.slice(told[i - 1]?.index ?? 0, index);
    const after = series.slice(index, told[i + 1]?.index);
    const { estimate: change, low, high } = hodgesLehmannShift(after, before);
    return { index, toldAt, change, low, high };
  });
}

/** The index of the first value after it. */
function cutOf(values: readonly number[], rules: StepRules): number | undefined {
  const { leastChange, fewest } = rules;
  if (values.length < rules.before + rules.after) return undefined;
  const near = withoutFar(values, 2 * leastChange);
  if (!mayHaveStep(near, rules)) return undefined;
  const split = energySplit(near, fewest);
  if (split === undefined) return undefined;
  const [before, after] = [values.slice(0, split.at), values.slice(split.at)];
  if (before.length < rules.before || after.length < rules.after) return undefined;
  if (Math.abs(shiftEstimate(after, before)) < leastChange) return undefined;
  const random = seededRandom(values.length);
  return permutedP(near, split, { ...rules, random }) <= rules.significance ? split.at : undefined;
}

/** Where not even the means of any two sides lie half as far apart, the rest of the work is spared. */
function mayHaveStep(
  values: readonly number[],
  { leastChange, before, after }: StepRules,
): boolean {
  const total = values.reduce((sum, value) => sum + value, 0);
  let left = 0;
  return values.some((value, i) => {
    // `left` is the sum of the first i.
    const isPlace = i >= before && values.length - i >= after;
    const change = (total - left) / (values.length - i) - left / i;
    left += value;
    return isPlace && Math.abs(change) >= leastChange / 2;
  });
}

function withoutFar(values: readonly number[], reach: number): number[] {
  const centre = median(values);
  return values.map((value) => Math.min(centre + reach, Math.max(centre - reach, value)));
}
