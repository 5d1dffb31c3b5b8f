import { isValid, type MeasuredWindow, type RunRecord } from "@stackbench/model";

/** The valid windows of a run, by case. */
export function validWindowsByCase({
  windows,
}: Pick<RunRecord, "windows">): Map<string, MeasuredWindow[]> {
  const valid = windows.filter((window) => window.status === "measured").filter(isValid);
  return Map.groupBy(valid, ({ planned }) => planned.caseId);
}
