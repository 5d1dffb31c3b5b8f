import type { GeneratorId } from "./generator.ts";
import type { HistogramData } from "./histogram.ts";
import type { LoadLevel } from "./load.ts";
import { neverAnsweredOf } from "./load-result.ts";
import type { MeasuredWindow, WindowRecord } from "./run.ts";
import {
  figureByRound,
  hasLatency,
  isValid,
  throughputByRound,
  type ThroughputByRound,
} from "./valid-window.ts";

/** What ranks and verdicts of a group are about. Latency: the lower the better, from each round's own percentile. */
export type ComparedFigure = { kind: "throughput" } | { kind: "latency"; percent: ComparedPercent };
type ComparedPercent = 50 | 99;

/** Of a percentile, ms: null where too few values carry it, "unanswered" where it falls among requests that never got an answer. */
type Percentile = number | "unanswered" | null;

/** A percentile of times and of so many requests that were never answered. */
export type PercentileReader = (
  times: HistogramData,
  percent: ComparedPercent,
  neverAnswered: number,
) => Percentile;

/** A percentile of one window. */
export type WindowReader = (window: MeasuredWindow, percent: ComparedPercent) => Percentile;

/**
 * What the rows of a group are compared by: a closed loop gives throughput, an open loop latency. Its 99th percentile
 * where every valid window carries it, else its median.
 */
export function comparedFigureOf(
  level: LoadLevel,
  windows: readonly WindowRecord[],
  read: PercentileReader,
): ComparedFigure {
  if (level.loop === "closed") return { kind: "throughput" };
  const percent = percentCarried(windows.filter(tellsLatency), latencyBy(read));
  return { kind: "latency", percent };
}

/** The figure by variant and round, of valid windows; requests/s, or ms as `percentileByRound` has them. */
export function comparedByRound(
  by: ComparedFigure,
  windows: readonly WindowRecord[],
  generator: GeneratorId,
  read: PercentileReader,
): ThroughputByRound {
  if (by.kind === "throughput") return throughputByRound(windows, generator);
  const told = windows.filter(tellsLatency);
  return percentileByRound(by.percent, told, generator, latencyBy(read));
}

/** Whether what is compared of a window fell among the requests that never got an answer. */
export function isUnanswered(
  by: ComparedFigure,
  window: WindowRecord,
  read: PercentileReader,
): boolean {
  if (by.kind === "throughput" || !tellsLatency(window)) return false;
  return latencyBy(read)(window, by.percent) === "unanswered";
}

/** The highest that all windows carry. */
export function percentCarried(
  windows: readonly MeasuredWindow[],
  read: WindowReader,
): ComparedPercent {
  return windows.length > 0 && windows.every((window) => read(window, 99) !== null) ? 99 : 50;
}

/**
 * A percentile by variant and round, ms. A variant is absent of which a round's was never answered: that is no number,
 * worse than any, and the other rounds must not speak in its place.
 */
export function percentileByRound(
  percent: ComparedPercent,
  windows: readonly MeasuredWindow[],
  generator: GeneratorId,
  read: WindowReader,
): ThroughputByRound {
  const own = windows.filter((window) => window.planned.generator === generator);
  const figures = figureByRound(own, generator, (window) => {
    const ms = read(window, percent);
    return ms === "unanswered" ? null : ms;
  });
  for (const window of own) {
    if (read(window, percent) === "unanswered") figures.delete(window.variant);
  }
  return figures;
}

function tellsLatency(window: WindowRecord): window is MeasuredWindow {
  return window.status === "measured" && isValid(window) && hasLatency(window);
}

/** Only an open loop has a latency. */
function latencyBy(read: PercentileReader): WindowReader {
  return ({ load }, percent) =>
    load.kind === "open" ? read(load.latency, percent, neverAnsweredOf(load)) : null;
}
