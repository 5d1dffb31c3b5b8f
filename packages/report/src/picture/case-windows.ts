import type { MeasuredWindow, RunRecord } from "@stackbench/model";
import { windowsShown } from "../summarise/windows-shown.ts";

/** The windows that a row's figures come from, by the id of its case: its valid ones, or all where none is valid. */
export function caseWindows({
  windows,
}: Pick<RunRecord, "windows">): Map<string, readonly MeasuredWindow[]> {
  const measured = windows.filter(
    (window): window is MeasuredWindow =>
      window.status === "measured" && window.planned.profiled === undefined,
  );
  const byCase = Map.groupBy(measured, ({ planned }) => planned.caseId);
  return new Map([...byCase].map(([caseId, all]) => [caseId, windowsShown(all)]));
}
