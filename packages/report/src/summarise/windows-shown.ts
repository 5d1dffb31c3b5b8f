import { isValid, type MeasuredWindow } from "@stackbench/model";

/** The windows of a case that its figures are of: a row of nothing but invalid ones shows them, and says so by its status. */
export function windowsShown(measured: readonly MeasuredWindow[]): readonly MeasuredWindow[] {
  const valid = measured.filter(isValid);
  return valid.length > 0 ? valid : measured;
}
