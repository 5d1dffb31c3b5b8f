import {
  comparedByRound as byRound,
  comparedFigureOf as figureOf,
  isUnanswered as wasUnanswered,
  type ComparedFigure,
  type GeneratorId,
  type LoadLevel,
  type WindowRecord,
} from "@stackbench/model";
import { answeredPercentileMs } from "@stackbench/statistics";
import type { Arms } from "./arms.ts";
import type { CaseFigures } from "../row.ts";

/** As the model's functions of the same names, with percentiles as all figures have them. */
export function comparedFigureOf(
  level: LoadLevel,
  windows: readonly WindowRecord[],
): ComparedFigure {
  return figureOf(level, windows, answeredPercentileMs);
}

/** What a group is ranked by, of every variant in every round; requests/s or ms. */
export function comparedByRound(
  by: ComparedFigure,
  windows: readonly WindowRecord[],
  generator: GeneratorId,
): Arms {
  return byRound(by, windows, generator, answeredPercentileMs);
}

/** Whether what is compared of a window fell among the requests that never got an answer. */
export function isUnanswered(by: ComparedFigure, window: WindowRecord): boolean {
  return wasUnanswered(by, window, answeredPercentileMs);
}

/** What a group is ranked by, of a whole row, for the order of rows; null where it has none. */
export function comparedOf(row: CaseFigures, by: ComparedFigure): number | null {
  if (by.kind === "throughput") return row.throughput?.estimate ?? null;
  return (by.percent === 99 ? row.latency?.p99Ms : row.latency?.p50Ms) ?? null;
}
