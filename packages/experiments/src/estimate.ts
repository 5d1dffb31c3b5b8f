import { perSecond } from "@stackbench/report";
import { hodgesLehmann } from "@stackbench/statistics";

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
  const { estimate, interval } = estimateOf(values.map(Math.log));
  return {
    estimate: Math.exp(estimate),
    interval: interval && {
      ...interval,
      low: Math.exp(interval.low),
      high: Math.exp(interval.high),
    },
  };
}

/** Requests/s: `48,210 (47,900 to 48,600)`. */
export function estimateText({ estimate, interval }: Estimate): string {
  const ends = interval && ` (${perSecond(interval.low)} to ${perSecond(interval.high)})`;
  return `${perSecond(estimate)}${ends ?? ""}`;
}
