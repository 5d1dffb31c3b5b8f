import type { GeneratorId } from "./generator.ts";
import type { LoadLevel } from "./load.ts";
import type { LoadResult, OpenLoad } from "./load-result.ts";
import type { MeasuredWindow, WindowRecord } from "./run.ts";
import {
  figureByRound,
  hasLatency,
  isValid,
  throughputByRound,
  type ThroughputByRound,
} from "./valid-window.ts";

/** What ranks and verdicts of a group are about. Latency: the lower the better, from each round's own percentile. */
export type ComparedFigure = { kind: "throughput" } | { kind: "latency"; percent: LatencyPercent };
type LatencyPercent = 50 | 99;

/** Percentiles of a window's latency, ms: null where it cannot carry one, "unanswered" where it falls among requests that never got an answer. */
export type LatencyReader = (
  load: OpenLoad,
  percent: LatencyPercent,
) => number | "unanswered" | null;

/**
 * What the rows of a group are compared by: a closed loop gives throughput, an open loop latency. Its 99th percentile
 * where every valid window carries it, else its median.
 */
export function comparedFigureOf(
  level: LoadLevel,
  windows: readonly WindowRecord[],
  read: LatencyReader,
): ComparedFigure {
  if (level.loop === "closed") return { kind: "throughput" };
  const valid = windows.filter((window) => window.status === "measured").filter(isValid);
  const told = valid.filter(hasLatency);
  const carriesP99 = told.length > 0 && told.every(({ load }) => readAt(99, load, read) !== null);
  return { kind: "latency", percent: carriesP99 ? 99 : 50 };
}

/**
 * The figure by variant and round, of valid windows; requests/s or ms. A round whose percentile was never answered is
 * absent: it is no number, and a row that has such is not ranked by it.
 */
export function comparedByRound(
  by: ComparedFigure,
  windows: readonly WindowRecord[],
  generator: GeneratorId,
  read: LatencyReader,
): ThroughputByRound {
  if (by.kind === "throughput") return throughputByRound(windows, generator);
  const { percent } = by;
  const ms = (window: MeasuredWindow): number | null => {
    const value = hasLatency(window) ? readAt(percent, window.load, read) : null;
    return value === "unanswered" ? null : value;
  };
  return figureByRound(windows, generator, ms);
}

/** Only an open loop has a latency. */
function readAt(
  percent: LatencyPercent,
  load: LoadResult,
  read: LatencyReader,
): ReturnType<LatencyReader> {
  return load.kind === "open" ? read(load, percent) : null;
}
