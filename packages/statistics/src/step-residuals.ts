/**
 * What values, at least 2, leave beside the two levels that fit them best (least squares): one up to some value, one
 * from it on. In the values' unit.
 */
export function stepResiduals(values: readonly number[]): number[] {
  const total = values.reduce((sum, value) => sum + value, 0);
  let best = { at: 1, gain: -Infinity, left: 0, right: 0 };
  let before = 0;
  for (let at = 1; at < values.length; at++) {
    before += values[at - 1]!;
    const [left, right] = [before / at, (total - before) / (values.length - at)];
    // The squares that two levels take off those around one: the larger, the less is left.
    const gain = before * left + (total - before) * right;
    if (gain > best.gain) best = { at, gain, left, right };
  }
  return values.map((value, i) => value - (i < best.at ? best.left : best.right));
}
