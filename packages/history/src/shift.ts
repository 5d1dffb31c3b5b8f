import { hodgesLehmannShift } from "@stackbench/statistics";

/** By how much speed changed: after divided by before, of latencies the other way round, so that below 1 is slower. */
export interface Shift {
  ratio: number;
  /** At 95 %, nights taken as independent; null where too few allow none. */
  interval: { low: number; high: number } | null;
}

/** Of logarithms of speeds; undefined where either side has none. */
export function shiftOf(before: readonly number[], after: readonly number[]): Shift | undefined {
  if (before.length === 0 || after.length === 0) return undefined;
  const { estimate, low, high } = hodgesLehmannShift(after, before);
  return shiftFrom({ change: estimate, low, high });
}

/** Out of logarithms. */
export function shiftFrom({ change, low, high }: Record<"change" | "low" | "high", number>): Shift {
  const isBound = Number.isFinite(low) && Number.isFinite(high);
  return {
    ratio: Math.exp(change),
    interval: isBound ? { low: Math.exp(low), high: Math.exp(high) } : null,
  };
}
