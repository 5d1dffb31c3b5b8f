import type { Plan, PlannedSitting, Stop } from "@stackbench/model";

/**
 * The sittings that are known to be still held when the named windows are on disk; half-done ones keep what is
 * missing. Spare rounds are among them only once begun, for whether they are held is decided between rounds; sittings
 * of rounds before the last that has begun are not, for whoever was not held there was left out. After a look fewer
 * may be held than are told here. None is left once the run has stopped.
 */
export function remainingSittings(
  plan: Plan,
  doneWindowIds: ReadonlySet<string>,
  stop: Stop | null = null,
): PlannedSitting[] {
  if (stop !== null) return [];
  const begun = begunRounds(plan, doneWindowIds);
  const sequential = plan.experiment.protocol.order === "sequential";
  const current = sequential ? 1 : Math.max(1, ...begun);
  return plan.sittings
    .filter(({ spare, round }) => (!spare || begun.has(round)) && round >= current)
    .map((sitting) => withoutDone(sitting, doneWindowIds))
    .filter((sitting) => sitting.windows.length > 0);
}

/** Rounds with at least one window on disk. */
export function begunRounds(plan: Plan, doneWindowIds: ReadonlySet<string>): Set<number> {
  const begun = plan.sittings.filter((sitting) =>
    sitting.windows.some((window) => doneWindowIds.has(window.windowId)),
  );
  return new Set(begun.map((sitting) => sitting.round));
}

export function withoutDone(
  sitting: PlannedSitting,
  doneWindowIds: ReadonlySet<string>,
): PlannedSitting {
  const windows = sitting.windows.filter((window) => !doneWindowIds.has(window.windowId));
  return { ...sitting, windows };
}
