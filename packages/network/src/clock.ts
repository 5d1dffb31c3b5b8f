/** Milliseconds since 1970, finer than a millisecond. */
export type Clock = () => number;

/** The clock by which the programs of the harness tell times to each other. */
export const ownClock: Clock = () => performance.timeOrigin + performance.now();
