import { perSecond } from "@stackbench/report";
import { hodgesLehmann, logRatios, ratioCentre } from "@stackbench/statistics";

/** A figure over rounds: its Hodges-Lehmann estimate, with an interval from six rounds on. */
export interface Estimate {
  estimate: number;
  interval: { low: number; high: number; confidence: number } | null;
}

/** How far throughput may lie below the highest and still count as level. */
export const levelWithin = 0.05;

/** Throws RangeError without values, or where one is not finite. */
export function estimateOf(values: readonly number[]): Estimate {
  const { estimate, low, high, confidence } = hodgesLehmann(values);
  const isBound = Number.isFinite(low) && Number.isFinite(high);
  return { estimate, interval: isBound ? { low, high, confidence } : null };
}

/** Of positive figures whose ratios are alike: estimated on the logarithm. NaN without values. */
export function estimateOfRatios(values: readonly number[]): Estimate {
  if (values.length === 0) return { estimate: Number.NaN, interval: null };
  return ratioCentre(values.map(Math.log), "no interval");
}

/** Of those that are positive and finite: a window without an answer has no ratio. Null where none is. */
export function estimateOfKnownRatios(values: readonly number[]): Estimate | null {
  const known = values.filter((value) => value > 0 && Number.isFinite(value));
  return known.length === 0 ? null : estimateOfRatios(known);
}

/** How much of one figure another is, by the rounds that both have; null where they share none. */
export function ratioOver(
  of: ReadonlyMap<number, number>,
  to: ReadonlyMap<number, number>,
): Estimate | null {
  const logs = logRatios(of, to);
  return logs.size === 0 ? null : ratioCentre([...logs.values()], "no interval");
}

/** Requests/s: `48,210 (47,900 to 48,600)`. */
export function estimateText({ estimate, interval }: Estimate): string {
  const ends = interval && ` (${perSecond(interval.low)} to ${perSecond(interval.high)})`;
  return `${perSecond(estimate)}${ends ?? ""}`;
}
