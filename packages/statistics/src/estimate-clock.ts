/** One message there and back: both ends of it by the clock here, and what the other's clock showed between them, ms since whenever. */
export interface ClockReading {
  sentMs: number;
  thereMs: number;
  backMs: number;
}

interface ClockEstimate {
  /** By how much the other's clock is ahead, ms. */
  offsetMs: number;
  /** At most this far from the truth, ms, as long as neither clock was stepped meanwhile. */
  errorMs: number;
}

/**
 * The offset by the reading that was back soonest: wherever on its way the message was read, the middle of the way is wrong
 * by half of it at most (Cristian, "Probabilistic clock synchronization", 1989).
 */
export function estimateClock(readings: readonly ClockReading[]): ClockEstimate {
  if (readings.length === 0) throw new RangeError("expected one reading at least, got none");
  const { sentMs, thereMs, backMs } = readings.reduce((best, reading) =>
    reading.backMs - reading.sentMs < best.backMs - best.sentMs ? reading : best,
  );
  const errorMs = (backMs - sentMs) / 2;
  return { offsetMs: thereMs - (sentMs + errorMs), errorMs };
}
