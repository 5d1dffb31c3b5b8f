import { exactBinomialInterval } from "@stackbench/statistics";

/** A share of trials with its exact interval at 95 %, all from 0 to 1. */
export interface Share {
  successes: number;
  trials: number;
  share: number;
  low: number;
  high: number;
}

/** Of no trials nothing is known: share NaN, interval 0 to 1. */
export function shareOf(successes: number, trials: number): Share {
  if (trials === 0) return { successes, trials, share: Number.NaN, low: 0, high: 1 };
  const { low, high } = exactBinomialInterval(successes, trials, 0.95);
  return { successes, trials, share: successes / trials, low, high };
}

/** `2 of 40 = 5.00 % (exact 95 % interval 0.61 % to 16.92 %)`. */
export function describeShare({ successes, trials, share, low, high }: Share): string {
  if (trials === 0) return "0 of 0";
  return `${successes} of ${trials} = ${percent(share)} (exact 95 % interval ${percent(low)} to ${percent(high)})`;
}

function percent(value: number): string {
  return `${(100 * value).toFixed(2)} %`;
}
