/** The share of the part `index` (from 0) of a whole number of things: the first ones get one more, all at least one. */
export function shareOf(total: number, parts: number, index: number): number {
  return Math.max(1, Math.floor(total / parts) + (index < total % parts ? 1 : 0));
}
