import { cautionKinds, severities, type Caution, type MeasuredWindow } from "@stackbench/model";
import type { RowCaution } from "../row.ts";

/** One entry for each kind that occurred, with the severity and the message of its worst window. */
export function mergeCautions(windows: readonly Pick<MeasuredWindow, "cautions">[]): RowCaution[] {
  const all = windows.flatMap((window) => window.cautions);
  return cautionKinds.flatMap((kind) => {
    const ofKind = all.filter((caution) => caution.kind === kind);
    const [first] = ofKind;
    if (!first) return [];
    const worst = ofKind.reduce((a, b) => (weight(b) > weight(a) ? b : a), first);
    const invalidWindows = ofKind.filter((caution) => caution.severity === "invalid").length;
    return [{ ...worst, windows: ofKind.length, invalidWindows }];
  });
}

function weight({ severity, spoils }: Caution): number {
  return severities.indexOf(severity) + (spoils === undefined ? 0 : 0.5);
}
