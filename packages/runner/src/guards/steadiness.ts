import type { ClosedLoad, WarmUp } from "@stackbench/model";
import { trendOf } from "@stackbench/statistics";
import { percent, type Guard } from "./judged-window.ts";

type Series = ClosedLoad["series"];

/**
 * Whether throughput had settled: in the window, and over it and as much of the warm-up as is half as long. A window that
 * is bounded by requests begins with none under way and ends with the last alone: there it is silent.
 */
export const steadiness: Guard = ({ load }) => {
  if (load.kind === "totals" || load.requestsWanted !== undefined) return undefined;
  const { series, warmUp } = load;
  const window = completeBins(series, load.seconds);
  return moved(window, "of the window") ?? settledLate(warmUp, series.intervalMs, window);
};

/** A climb that goes on through a short window is seen from further away. */
function settledLate(
  { series, seconds, steady }: WarmUp,
  intervalMs: number,
  window: readonly number[],
): ReturnType<Guard> {
  const before = series.succeeded.slice(-Math.ceil(window.length / 2));
  // Bins of two lengths make no series.
  const joined = series.intervalMs === intervalMs ? [...before, ...window] : [];
  const climb = moved(joined, "of the window and the end of the warm-up");
  if (climb || steady) return climb;
  const message = `throughput had not settled when the warm-up ended, after ${seconds.toFixed(1)} s`;
  return { kind: "no-steady-state", severity: "note", message };
}

function moved(bins: readonly number[], where: string): ReturnType<Guard> {
  const trend = trendOf(bins);
  if (trend === undefined || trend.steady) return undefined;
  return {
    kind: "no-steady-state",
    severity: "note",
    message: Number.isFinite(trend.growth)
      ? `throughput in the last third ${where} was ${percent(trend.growth)} of that in the first third`
      : `nothing was answered in the first third ${where} and something in the last`,
  };
}

/** The last interval may be a part of one. */
function completeBins({ intervalMs, succeeded }: Series, seconds: number): number[] {
  // A hair of tolerance: 4.9999999 s of 100 ms intervals are 50 of them.
  return succeeded.slice(0, Math.floor((seconds * 1000) / intervalMs + 1e-6));
}
