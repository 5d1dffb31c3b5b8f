import type { MeasuredWindow } from "@stackbench/model";
import { median } from "@stackbench/statistics";
import type { Bounded } from "../row.ts";
import { mergeHistograms } from "./histograms.ts";

/** Of windows that end with their requests: how long those took, all together and each. Undefined of others. */
export function summariseBounded(windows: readonly MeasuredWindow[]): Bounded | undefined {
  const loads = windows.flatMap(({ load }) =>
    load.kind === "closed" && load.requestsWanted !== undefined ? [load] : [],
  );
  const requests = loads[0]?.requestsWanted;
  if (requests === undefined) return undefined;
  const times = mergeHistograms(windows, "serviceTime")?.toData();
  const ms = (ticks: (counted: NonNullable<typeof times>) => number) =>
    times === undefined || times.count === 0 ? null : (ticks(times) * times.tickNanoseconds) / 1e6;
  return {
    requests,
    takenSeconds: median(loads.map(({ seconds }) => seconds)),
    minMs: ms(({ min }) => min),
    meanMs: ms(({ sum, count }) => sum / count),
    maxMs: ms(({ max }) => max),
  };
}
