import { throughputOf, type MeasuredWindow } from "@stackbench/model";
import { mean } from "@stackbench/statistics";
import type { StartSpreads } from "../row.ts";

/**
 * How much throughput differs from one start of the server to the next, and from window to window of one start, both as
 * standard deviations of its logarithm, which are shares while they are small. With several windows a sitting the
 * former is without what the windows' own scatter adds to a start's mean (one-way analysis of variance; 0 where that
 * explains it all). With one window each the two cannot be told apart: `insideStart` is null and `betweenStarts` holds
 * both. Null with a single start, or where nothing succeeded.
 * Source: R. A. Fisher, "Statistical Methods for Research Workers" (1925), with windows of unequal number by their
 * harmonic mean.
 */
export function startSpreads(windows: readonly MeasuredWindow[]): StartSpreads | null {
  const logs = windows
    .map(({ sittingId, load }) => ({ sittingId, log: Math.log(throughputOf(load)) }))
    .filter(({ log }) => Number.isFinite(log));
  const starts = [...Map.groupBy(logs, ({ sittingId }) => sittingId).values()].map((start) =>
    start.map(({ log }) => log),
  );
  if (starts.length < 2) return null;
  const total = variance(starts.map(mean), starts.length - 1);
  const degrees = logs.length - starts.length;
  if (degrees === 0) return { betweenStarts: Math.sqrt(total), insideStart: null };
  const inside = starts.reduce((sum, start) => sum + variance(start, 1), 0) / degrees;
  const shareOfMean = mean(starts.map((start) => 1 / start.length));
  return {
    betweenStarts: Math.sqrt(Math.max(0, total - inside * shareOfMean)),
    insideStart: Math.sqrt(inside),
  };
}

function variance(values: readonly number[], degrees: number): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / degrees;
}
