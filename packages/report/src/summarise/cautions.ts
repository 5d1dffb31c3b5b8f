import {
  cautionKinds,
  isValid,
  severities,
  type Caution,
  type MeasuredWindow,
} from "@stackbench/model";
import type { RowCaution } from "../row.ts";

/**
 * One entry for each kind that occurred, with the severity and the message of its worst window. An invalid window is in no
 * figure of a row that has others: it takes no rank from these.
 */
export function mergeCautions(windows: readonly Pick<MeasuredWindow, "cautions">[]): RowCaution[] {
  const hasValid = windows.some(isValid);
  const all = windows.flatMap((window) =>
    hasValid && !isValid(window) ? window.cautions.map(withoutRank) : window.cautions,
  );
  return cautionKinds.flatMap((kind) => {
    const ofKind = all.filter((caution) => caution.kind === kind);
    const [first] = ofKind;
    if (!first) return [];
    const worst = ofKind.reduce((a, b) => (weight(b) > weight(a) ? b : a), first);
    const invalidWindows = ofKind.filter((caution) => caution.severity === "invalid").length;
    return [{ ...worst, windows: ofKind.length, invalidWindows }];
  });
}

function withoutRank(caution: Caution): Caution {
  return caution.severity === "unranked" ? { ...caution, severity: "note" } : caution;
}

function weight({ severity, spoils }: Caution): number {
  return severities.indexOf(severity) + (spoils === undefined ? 0 : 0.5);
}
