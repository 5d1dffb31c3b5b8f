/** One message there and back: both ends of it by the clock here, and what the other's clock showed between them, ms since whenever. */
export interface ClockReading {
  sentMs: number;
  thereMs: number;
  backMs: number;
}

/** Readings of which the quickest counts: enough for one that nothing got in the way of. */
const readingsEach = 15;

/** Asks for another clock time and again. `read` gives what it shows, ms, and `now` what the one here does. Throws what they throw. */
export async function readClock(
  read: () => Promise<number>,
  now: () => number,
): Promise<ClockReading[]> {
  const readings: ClockReading[] = [];
  while (readings.length < readingsEach) {
    const sentMs = now();
    const thereMs = await read();
    readings.push({ sentMs, thereMs, backMs: now() });
  }
  return readings;
}

export interface ClockEstimate {
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
