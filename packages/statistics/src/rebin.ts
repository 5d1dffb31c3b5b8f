/** Counts per equal interval since a start. */
export interface BinnedCounts {
  intervalMs: number;
  counts: readonly number[];
  /** Up to when the counts are complete; all but the last interval where not said. */
  completeMs?: number;
}

/**
 * Adds neighbouring intervals up to bins of `binMs`; bins that are not complete are dropped.
 * Throws RangeError where `binMs` is no multiple of the interval.
 */
export function rebin({ intervalMs, counts, completeMs }: BinnedCounts, binMs = 500): number[] {
  const perBin = Math.round(binMs / intervalMs);
  if (!(intervalMs > 0) || perBin < 1 || Math.abs(perBin * intervalMs - binMs) > 1e-9 * binMs) {
    throw new RangeError(`rebin: expected ${binMs} ms to be a multiple of ${intervalMs} ms`);
  }
  // A hair of tolerance: 4.9999999 s of 100 ms intervals are 50 of them.
  const told =
    completeMs === undefined ? counts.length - 1 : Math.floor(completeMs / intervalMs + 1e-6);
  const complete = Math.min(counts.length, told);
  return Array.from({ length: Math.max(0, Math.floor(complete / perBin)) }, (_, bin) =>
    counts.slice(bin * perBin, (bin + 1) * perBin).reduce((sum, count) => sum + count, 0),
  );
}
