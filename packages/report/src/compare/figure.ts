import {
  comparedByRound as byRound,
  comparedFigureOf as figureOf,
  type ComparedFigure,
  type GeneratorId,
  type LoadLevel,
  type WindowRecord,
} from "@stackbench/model";
import { readLatency } from "../summarise/read-latency.ts";
import type { Arms } from "./arms.ts";
import type { CaseFigures } from "../row.ts";

/** As the model's function of the same name, with latency as tables read it. */
export function comparedFigureOf(
  level: LoadLevel,
  windows: readonly WindowRecord[],
): ComparedFigure {
  return figureOf(level, windows, readLatency);
}

/** What a group is ranked by, of every variant in every round; requests/s or ms. */
export function comparedByRound(
  by: ComparedFigure,
  windows: readonly WindowRecord[],
  generator: GeneratorId,
): Arms {
  return byRound(by, windows, generator, readLatency);
}

/** The same of a whole row, for the order of rows; null where it has none. */
export function comparedOf(row: CaseFigures, by: ComparedFigure): number | null {
  if (by.kind === "throughput") return row.throughput?.estimate ?? null;
  return (by.percent === 99 ? row.latency?.p99Ms : row.latency?.p50Ms) ?? null;
}
