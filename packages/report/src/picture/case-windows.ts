import { isValid, type MeasuredWindow, type RunRecord } from "@stackbench/model";

/** The windows that a row's figures come from, by the id of its case: its valid ones, or all where none is valid. */
export function caseWindows({
  windows,
}: Pick<RunRecord, "windows">): Map<string, MeasuredWindow[]> {
  const measured = windows.filter(
    (window): window is MeasuredWindow =>
      window.status === "measured" && window.planned.profiled === undefined,
  );
  const byCase = Map.groupBy(measured, ({ planned }) => planned.caseId);
  return new Map(
    [...byCase].map(([caseId, all]) => {
      const valid = all.filter(isValid);
      return [caseId, valid.length > 0 ? valid : all];
    }),
  );
}
