import { isValid, throughputOf, type CautionKind, type WindowRecord } from "@stackbench/model";
import type { InvalidWindow } from "../table.ts";

/** Measured windows that enter no estimate, in the order of time, with what made them invalid. */
export function listInvalidWindows(windows: readonly WindowRecord[]): InvalidWindow[] {
  return windows
    .filter((window) => window.status === "measured")
    .filter((window) => !isValid(window))
    .map(({ round, variant, planned, load, cautions }) => ({
      round,
      key: variant,
      workload: planned.workload,
      level: planned.level,
      generator: planned.generator,
      throughput: throughputOf(load),
      reasons: cautions.filter(({ severity }) => severity === "invalid"),
    }));
}

/** How many windows each kind of caution made invalid, the most frequent first. */
export function countReasons(
  windows: readonly InvalidWindow[],
): { kind: CautionKind; count: number }[] {
  const counts = new Map<CautionKind, number>();
  for (const { reasons } of windows) {
    for (const kind of new Set(reasons.map((reason) => reason.kind))) {
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([kind, count]) => ({ kind, count }))
    .toSorted((a, b) => b.count - a.count);
}
