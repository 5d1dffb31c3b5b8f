import { adviceFor } from "@stackbench/model";
import type { Remark, Row } from "./table.ts";

const firstMark = "a".codePointAt(0)!;

/** Every kind of caution among the rows once, marked a, b, c in order of appearance. */
export function collectRemarks(rows: readonly Row[]): Remark[] {
  const found = new Map<Remark["kind"], Omit<Remark, "mark">>();
  for (const row of rows) {
    for (const { kind, windows, invalidWindows, message } of row.cautions) {
      const before = found.get(kind);
      const isWorse = before === undefined || (invalidWindows > 0 && before.invalidWindows === 0);
      found.set(kind, {
        kind,
        windows: (before?.windows ?? 0) + windows,
        invalidWindows: (before?.invalidWindows ?? 0) + invalidWindows,
        message: isWorse ? message : before.message,
        advice: adviceFor(kind),
      });
    }
    if (row.tuningDifference !== null && !found.has("tuning-differs")) {
      found.set("tuning-differs", {
        kind: "tuning-differs",
        windows: row.windows.measured,
        invalidWindows: 0,
        message: row.tuningDifference,
        advice:
          "It ran under other kernel limits, so it is not ranked. Compare it with --tuning=none.",
      });
    }
  }
  return [...found.values()].map((remark, index) => ({
    mark: String.fromCodePoint(firstMark + index),
    ...remark,
  }));
}

/** The marks of a row, in the order of the remarks. */
export function marksOf(row: Row, remarks: readonly Remark[]): string[] {
  return remarks
    .filter(({ kind }) =>
      kind === "tuning-differs"
        ? row.tuningDifference !== null
        : row.cautions.some((caution) => caution.kind === kind),
    )
    .map(({ mark }) => mark);
}
