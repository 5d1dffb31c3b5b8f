import type { ComparedCase } from "../compare/cases.ts";
import { intervalWords } from "./interval-words.ts";
import type { Dots } from "./picture.ts";
import { plainDot } from "./plain-dot.ts";

/** What a case is called in the picture of its change. */
export function nameOfChange({ name, asked, verdict }: ComparedCase): string {
  return `${name}, ${asked} (${verdict})`;
}

/** By how much each case differs from its base, percent, with its interval. */
export function changePictures(cases: readonly ComparedCase[]): Dots[] {
  const rows = cases.flatMap((compared): Dots["rows"] => {
    const { change } = compared;
    if (change === null) return [];
    const isBound = change.low > 0 && Number.isFinite(change.high);
    const percentOf = (ratio: number): number => (ratio - 1) * 100;
    const interval = isBound ? { low: percentOf(change.low), high: percentOf(change.high) } : null;
    return [plainDot(nameOfChange(compared), percentOf(change.ratio), interval)];
  });
  if (rows.length === 0) return [];
  return [
    {
      kind: "dots",
      id: "changes",
      title: "Changes",
      caption: `Percent more or less than the base ${intervalWords(rows)}. At 0 nothing changed.`,
      unit: "%",
      rows,
    },
  ];
}
