import type { ComparedFigure, WindowRecord } from "@stackbench/model";
import type { RowCaution } from "../row.ts";
import { isUnanswered } from "./figure.ts";

/**
 * The caution `unanswered-rounds` for a row by whose latency it cannot be ranked: in some of its rounds the percentile
 * that is compared fell among requests which were never answered. `windows`: all of the row's.
 */
export function unansweredRounds(
  windows: readonly WindowRecord[],
  by: ComparedFigure,
): RowCaution[] {
  const lost = windows.filter((window) => isUnanswered(by, window));
  if (by.kind === "throughput" || lost.length === 0) return [];
  const roundsOf = (some: readonly WindowRecord[]) => new Set(some.map(({ round }) => round)).size;
  const message = `in ${roundsOf(lost)} of ${roundsOf(windows)} rounds more requests were lost than p${by.percent} leaves room for: it was never answered`;
  return [
    {
      kind: "unanswered-rounds",
      severity: "unranked",
      message,
      windows: lost.length,
      invalidWindows: 0,
    },
  ];
}
