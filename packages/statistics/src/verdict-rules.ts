/** Most chance of one false "faster" or "slower" among all that one answer compares, and of one false "tie". */
export const familyAlpha = 0.05;
/** A verdict needs so many common rounds; any difference may be called, and an interval given, from `fewestForAny` on. */
export const fewestForVerdict = 3;
/**
 * One server may draw one of two speeds at each of its starts, up to a third apart. That it draws the same in all of
 * n starts has probability 2^(1 - n): 3 % with 6. Before, only what no two speeds explain is called.
 */
export const fewestForAny = 6;
export const leastEarlyRatio = 1.4;
/** Of a logarithm: no measurement is steadier, whatever a few values say. */
export const leastDeviation = 0.001;
/** Of the test of ranks, which a verdict needs wherever it can be so small. */
export const witnessAlpha = 0.05;
