import type { LineStep } from "./group-steps.ts";
import type { Entry } from "./line.ts";
import type { MachineStep } from "./machine-steps.ts";
import { sameNights } from "./rules.ts";
import type { Shift } from "./shift.ts";

/** What moved most lines of a group together, so that no stack is to be looked at for it. */
export interface Move extends Shift {
  /** `machine`: most lines got faster or slower. `anchor`: most lines changed against it; `ratio` is the anchor's own. */
  kind: "machine" | "anchor";
  since: Entry;
  told: Entry;
}

/** The machine's steps, and each that the anchor made once, however many lines show it; in the order of time. `apart`: how many nights. */
export function movesOf(
  steps: readonly LineStep[],
  machine: readonly MachineStep[],
  apart: (a: Entry, b: Entry) => number,
): Move[] {
  const moves = machine.map((step): Move => ({ kind: "machine", ...step }));
  const anchors: Move[] = [];
  const inTime = steps
    .filter((step) => step.of === "anchor")
    .toSorted((a, b) => (a.told.night.startedAt < b.told.night.startedAt ? -1 : 1));
  for (const { since, told, anchor, ratio } of inTime) {
    if (anchors.some((move) => apart(move.since, since) <= sameNights)) continue;
    const shift = anchor ?? { ratio: 1 / ratio, interval: null };
    anchors.push({ kind: "anchor", since, told, ...shift });
  }
  return [...moves, ...anchors].toSorted((a, b) =>
    a.since.night.startedAt < b.since.night.startedAt ? -1 : 1,
  );
}
