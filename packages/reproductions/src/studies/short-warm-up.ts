/**
 * Of every short form: a warm-up that may go on until throughput settles would need a second for that alone, in each of
 * some 250 windows, which is a quarter of the time that all five studies take together.
 */
export const shortWarmUp = "300ms..500ms";
