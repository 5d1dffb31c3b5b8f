import type { HistogramData } from "@stackbench/model";
import { Histogram } from "@stackbench/statistics";

/** The percentiles that proofs compare. */
export const percents = [50, 90, 99, 99.9] as const;
export type Percent = (typeof percents)[number];

/** Milliseconds by percentile; null where a tool does not tell it. */
export type PercentilesMs = Record<Percent, number | null>;

const ticksPerMs = 10_000;

export function percentilesOf(data: HistogramData): Record<Percent, number> {
  const histogram = Histogram.fromData(data);
  return readPercentiles((percent) => round(histogram.percentile(percent) / ticksPerMs));
}

/** Nearest-rank percentiles of raw values in ms. NaN where there are none. */
export function percentilesOfValues(valuesMs: readonly number[]): Record<Percent, number> {
  const sorted = valuesMs.toSorted((a, b) => a - b);
  return readPercentiles((percent) => {
    const rank = Math.ceil((percent / 100) * sorted.length - 1e-9 * sorted.length);
    return round(sorted[Math.max(0, rank - 1)] ?? Number.NaN);
  });
}

export function meanMs(data: HistogramData): number {
  return data.sum / data.count / ticksPerMs;
}

/** To the resolution of the histograms. */
function round(valueMs: number): number {
  return Math.round(valueMs * ticksPerMs) / ticksPerMs;
}

function readPercentiles(read: (percent: Percent) => number): Record<Percent, number> {
  return { 50: read(50), 90: read(90), 99: read(99), 99.9: read(99.9) };
}
