import type { ComparedCase } from "../compare/cases.ts";
import type { Dots } from "./picture.ts";
import { plainDot } from "./plain-dot.ts";

/** By how much each case differs from its base, percent, with its interval. */
export function changePictures(cases: readonly ComparedCase[]): Dots[] {
  const rows = cases.flatMap(({ name, workload, change, verdict }): Dots["rows"] => {
    if (change === null) return [];
    const isBound = change.low > 0 && Number.isFinite(change.high);
    const percentOf = (ratio: number): number => (ratio - 1) * 100;
    const interval = isBound ? { low: percentOf(change.low), high: percentOf(change.high) } : null;
    return [plainDot(`${name}, ${workload} (${verdict})`, percentOf(change.ratio), interval)];
  });
  if (rows.length === 0) return [];
  return [
    {
      kind: "dots",
      id: "changes",
      title: "Changes",
      caption: "Percent more or less than the base, with the 95 % interval. At 0 nothing changed.",
      unit: "%",
      rows,
    },
  ];
}
