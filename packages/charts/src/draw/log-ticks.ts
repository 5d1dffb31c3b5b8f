/** What of each power of ten has a tick, the most first: as many as there is room for. */
const mantissas = [[1, 2, 5], [1, 3], [1]] as const;

/** Pixels: what an axis has, and what a label of it takes. */
export interface Space {
  room: number;
  each: number;
}

/**
 * Ticks of a log axis, each of them to be labelled: 1, 2, 5, 10, ... between these values, both above 0. A range that holds fewer than two of them has its ends.
 */
export function logTicks(
  [least, most]: readonly [number, number],
  { room, each }: Space,
): number[] {
  const decades = Math.log10(most / least);
  const fitting = mantissas.find(({ length }) => room >= decades * length * each) ?? [1];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(least)); 10 ** power <= most; power++) {
    for (const mantissa of fitting) {
      const tick = Number(`${mantissa}e${power}`);
      if (tick >= least && tick <= most) ticks.push(tick);
    }
  }
  return ticks.length < 2 ? [least, most] : ticks;
}
