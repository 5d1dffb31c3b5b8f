import { counted, adviceFor } from "@stackbench/model";
import type { Row } from "../row.ts";
import type { Remark } from "../table.ts";

const firstMark = "a".codePointAt(0)!;

/** What is settled among rows rather than in windows. */
const amongRows: {
  kind: "tuning-differs" | "witnesses-disagree";
  messageOf(row: Row): string | undefined;
  advice: string;
}[] = [
  {
    kind: "tuning-differs",
    messageOf: (row) => row.tuningDifference,
    advice: "It ran under other kernel limits, so it is not ranked. Compare it with --tuning=none.",
  },
  {
    kind: "witnesses-disagree",
    messageOf: (row) => row.witnessesDisagree,
    advice:
      "The server's CPUs were full in both, so the two should agree. Trust neither: look for CPUs that changed speed, or for work outside the counted processes, and run it again.",
  },
];

const severities = ["invalid", "unranked", "note"] as const;

/**
 * Every kind of caution among the rows once, marked a, b, c: first what made windows invalid, then what keeps rows from
 * being ranked, each in order of appearance.
 */
export function collectRemarks(rows: readonly Row[]): Remark[] {
  const found = new Map<Remark["kind"], Omit<Remark, "mark">>();
  const worst = new Map<Remark["kind"], number>();
  for (const row of rows) {
    for (const { kind, severity, windows, invalidWindows, message } of row.cautions) {
      const [weight, weightBefore] = [severities.indexOf(severity), worst.get(kind) ?? Infinity];
      worst.set(kind, Math.min(weightBefore, weight));
      const before = found.get(kind);
      const isWorse = before === undefined || weight < weightBefore;
      found.set(kind, {
        kind,
        windows: (before?.windows ?? 0) + windows,
        invalidWindows: (before?.invalidWindows ?? 0) + invalidWindows,
        message: isWorse ? message : before.message,
        advice: adviceFor(kind),
      });
    }
    for (const { kind, messageOf, advice } of amongRows) {
      const message = messageOf(row);
      if (message === undefined) continue;
      const windows = (found.get(kind)?.windows ?? 0) + row.windows.measured;
      found.set(kind, { message, ...found.get(kind), kind, windows, invalidWindows: 0, advice });
      worst.set(kind, severities.indexOf("unranked"));
    }
  }
  const sorted = [...found.values()].toSorted((a, b) => worst.get(a.kind)! - worst.get(b.kind)!);
  return sorted.map((remark, index) => ({
    mark: String.fromCodePoint(firstMark + index),
    ...remark,
  }));
}

/** `3 windows, 2 of them invalid`. */
export function countText({
  windows,
  invalidWindows,
}: Pick<Remark, "windows" | "invalidWindows">): string {
  const invalid = invalidWindows > 0 ? `, ${invalidWindows} of them invalid` : "";
  return `${counted(windows, "window")}${invalid}`;
}

/** The marks of a row, in the order of the remarks. */
export function marksOf(row: Row, remarks: readonly Remark[]): string[] {
  return remarks.filter(({ kind }) => hasKind(row, kind)).map(({ mark }) => mark);
}

function hasKind(row: Row, kind: Remark["kind"]): boolean {
  const settled = amongRows.find((entry) => entry.kind === kind);
  if (settled) return settled.messageOf(row) !== undefined;
  return row.cautions.some((caution) => caution.kind === kind);
}
