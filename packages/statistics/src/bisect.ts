/**
 * Where a rising function reaches `target` between `low` and `high`, to the last bit or 200 halvings.
 * An end of the range where the target lies outside what the function reaches there.
 */
export function bisect(
  rising: (x: number) => number,
  target: number,
  [low, high]: readonly [number, number],
): number {
  let [least, most] = [low, high];
  for (let step = 0; step < 200; step++) {
    const middle = (least + most) / 2;
    if (middle <= least || middle >= most) break;
    if (rising(middle) < target) least = middle;
    else most = middle;
  }
  return (least + most) / 2;
}
