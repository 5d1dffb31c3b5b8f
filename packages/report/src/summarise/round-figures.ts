import { throughputOf, type MeasuredWindow } from "@stackbench/model";
import type { RoundFigures } from "../row.ts";
import { roundPercentilesOf } from "./latencies.ts";
import { costPerRequest } from "./resources.ts";

/** What each round gave, in the order of rounds: of the same windows as a row's figures, and by the same rules. */
export function figuresByRound(windows: readonly MeasuredWindow[]): RoundFigures[] {
  return [...Map.groupBy(windows, ({ round }) => round)]
    .toSorted(([a], [b]) => a - b)
    .map(([round, same]) => ({
      round,
      throughput: geometricMean(same.map(({ load }) => throughputOf(load))) ?? 0,
      serviceTime: roundPercentilesOf(same, "serviceTime"),
      latency: same[0]!.planned.level.loop === "open" ? roundPercentilesOf(same, "latency") : null,
      cpuMicrosPerRequest: geometricMean(same.map((window) => costPerRequest(window, []))),
    }));
}

/** Of those that are known and positive, as where rounds are compared; null without one. */
function geometricMean(values: readonly (number | null)[]): number | null {
  const logs = values.flatMap((value) => (value !== null && value > 0 ? [Math.log(value)] : []));
  return logs.length === 0 ? null : Math.exp(logs.reduce((a, b) => a + b, 0) / logs.length);
}
