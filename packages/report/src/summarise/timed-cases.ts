import { neverAnsweredOf, type MeasuredWindow, type RunRecord } from "@stackbench/model";
import type { Histogram } from "@stackbench/statistics";
import { mergeHistograms } from "./histograms.ts";
import { toldAmong, type LatencyField } from "./latencies.ts";
import { windowsShown } from "./windows-shown.ts";

/** How long the answers of a case took. */
export interface TimedCase {
  caseId: string;
  field: LatencyField;
  /** Those that the row's percentiles are of, each with such a histogram, in the order of time. */
  windows: readonly MeasuredWindow[];
  /** Of all of them. */
  merged: Histogram;
  /** Requests that never got a right answer: they are in no histogram. */
  neverAnswered: number;
}

const fields: readonly LatencyField[] = ["serviceTime", "latency"];

/** Every case whose generator tells times, once for each kind of them; latency in open loop alone. */
export function timedCases(run: RunRecord): TimedCase[] {
  const measured = run.windows.filter((window) => window.status === "measured");
  const cases = Map.groupBy(measured, ({ planned }) => planned.caseId);
  return [...cases].flatMap(([caseId, ofCase]) =>
    fields.flatMap((field) => {
      const windows = toldAmong(windowsShown(ofCase), field);
      const merged = mergeHistograms(windows, field);
      if (merged === undefined || merged.count === 0) return [];
      const neverAnswered = windows.reduce((sum, { load }) => sum + neverAnsweredOf(load), 0);
      return [{ caseId, field, windows, merged, neverAnswered }];
    }),
  );
}
