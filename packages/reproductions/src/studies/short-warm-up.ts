/**
 * Of every short form: a warm-up that may go on until throughput settles would need a second for that alone, in each of
 * some 250 windows, which is a quarter of the time that all five studies take together. It can be too short for one that
 * compiles as it runs: the row says so then (no-steady-state), and the full form goes on until it has settled.
 */
export const shortWarmUp = "300ms..300ms";
