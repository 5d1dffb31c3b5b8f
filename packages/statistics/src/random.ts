/** A seeded source of numbers in [0, 1). Equal seeds give equal sequences on every machine. */
export type Random = () => number;

/**
 * mulberry32: 32 bits of state, period 2^32, enough to shuffle and to draw inputs.
 * Source: T. Ettinger, "mulberry32" (2017), public domain.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A new array in uniformly random order (Fisher and Yates, as in Knuth, TAOCP 2, 3.4.2, algorithm P). */
export function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}

/** A whole number in [0, limit). */
export function randomBelow(limit: number, random: Random): number {
  return Math.floor(random() * limit);
}
