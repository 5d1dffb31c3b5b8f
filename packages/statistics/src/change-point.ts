import { mean } from "./mean.ts";
import { pooledTTest } from "./t-test.ts";

/** `index` is that of the first value after the change; `before` and `after` are means up to the neighbouring changes. */
export interface ChangePoint {
  index: number;
  before: number;
  after: number;
  p: number;
}

/** Throws RangeError where the series or the significance cannot be worked with. */
export function checkSeries(caller: string, series: readonly number[], significance: number): void {
  const odd = series.find((value) => !Number.isFinite(value));
  if (odd !== undefined) throw new RangeError(`${caller}: expected finite values, got ${odd}`);
  if (!(significance > 0 && significance < 1)) {
    throw new RangeError(`${caller}: expected a significance between 0 and 1, got ${significance}`);
  }
}

/** What stands around a cut, up to the neighbouring cuts. */
export function pointAt(
  series: readonly number[],
  cuts: readonly number[],
  position: number,
): ChangePoint {
  const index = cuts[position]!;
  const left = series.slice(cuts[position - 1] ?? 0, index);
  const right = series.slice(index, cuts[position + 1]);
  const p = pooledTTest(left, right);
  // One value on either side carries no test.
  return { index, before: mean(left), after: mean(right), p: Number.isNaN(p) ? 1 : p };
}
