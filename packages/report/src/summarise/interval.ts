import type { Interval } from "../row.ts";

/** Null where nothing bounds it. */
export function intervalOf({ low, high, confidence }: Interval): Interval | null {
  return Number.isFinite(low) && Number.isFinite(high) ? { low, high, confidence } : null;
}
