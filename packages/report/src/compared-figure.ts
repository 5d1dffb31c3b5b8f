import {
  figureByRound,
  isValid,
  throughputByRound,
  type GeneratorId,
  type LoadLevel,
  type MeasuredWindow,
  type WindowRecord,
} from "@stackbench/model";
import { Histogram } from "@stackbench/statistics";
import { percentileMs } from "./merge-latencies.ts";
import type { Arms } from "./relate-arms.ts";
import type { ComparedFigure, LatencyPercent, Row } from "./table.ts";

/**
 * What the rows of a group are compared by: a closed loop gives throughput, an open loop latency. Its 99th percentile
 * where every valid window carries it, else its median.
 */
export function comparedFigureOf(
  level: LoadLevel,
  windows: readonly WindowRecord[],
): ComparedFigure {
  if (level.loop === "closed") return { kind: "throughput" };
  const valid = windows.filter((window) => window.status === "measured").filter(isValid);
  const carriesP99 = valid.length > 0 && valid.every((window) => latencyMs(window, 99) !== null);
  return { kind: "latency", percent: carriesP99 ? 99 : 50 };
}

/** What a group is ranked by, of every variant in every round; requests/s or ms. */
export function comparedByRound(
  by: ComparedFigure,
  windows: readonly WindowRecord[],
  generator: GeneratorId,
): Arms {
  return by.kind === "throughput"
    ? throughputByRound(windows, generator)
    : figureByRound(windows, generator, (window) => latencyMs(window, by.percent));
}

/** The same of a whole row, for the order of rows; null where it has none. */
export function comparedOf(row: Row, by: ComparedFigure): number | null {
  if (by.kind === "throughput") return row.throughput?.estimate ?? null;
  return (by.percent === 99 ? row.latency?.p99Ms : row.latency?.p50Ms) ?? null;
}

/** `requests/s`, `p99 latency`, `median latency`. */
export function describeCompared(by: ComparedFigure): string {
  if (by.kind === "throughput") return "requests/s";
  return by.percent === 99 ? "p99 latency" : "median latency";
}

function latencyMs({ load }: MeasuredWindow, percent: LatencyPercent): number | null {
  return percentileMs(load.latency && Histogram.fromData(load.latency), percent);
}
