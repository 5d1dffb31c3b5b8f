import type { PlannedWindow } from "@stackbench/model";

/** Which window of its case in the sitting it is, from 1. */
export function windowOfSitting({ windowId }: Pick<PlannedWindow, "windowId">): number {
  return Number(/#(\d+)$/.exec(windowId)?.[1] ?? 1);
}

/** `round 2`, and of a further window in that sitting `round 2, window 3`: no two of a case are called alike. */
export function roundName({ round, window }: { round: number; window: number }): string {
  return window === 1 ? `round ${round}` : `round ${round}, window ${window}`;
}
