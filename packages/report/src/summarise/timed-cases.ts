import type { MeasuredWindow, RunRecord } from "@stackbench/model";
import { timesOf, toldAmong, type LatencyField, type Times } from "./latencies.ts";
import { windowsShown } from "./windows-shown.ts";

/** How long the answers of a case took. */
export interface TimedCase extends Times {
  caseId: string;
  field: LatencyField;
  /** Those that the row's percentiles are of, each with such a histogram, in the order of time. */
  windows: readonly MeasuredWindow[];
}

const fields: readonly LatencyField[] = ["serviceTime", "latency"];

/** Every case whose generator tells times, once for each kind of them; latency in open loop alone. */
export function timedCases(run: RunRecord): TimedCase[] {
  const measured = run.windows.filter((window) => window.status === "measured");
  const cases = Map.groupBy(measured, ({ planned }) => planned.caseId);
  return [...cases].flatMap(([caseId, ofCase]) =>
    fields.flatMap((field) => {
      const windows = toldAmong(windowsShown(ofCase), field);
      const times = timesOf(windows, field);
      return times && times.merged.count > 0 ? [{ caseId, field, windows, ...times }] : [];
    }),
  );
}
