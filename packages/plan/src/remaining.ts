import type { Plan, PlannedSitting } from "@stackbench/model";

/** The sittings still to be held when the named windows are on disk; half-done ones keep what is missing. */
export function remainingSittings(
  plan: Plan,
  doneWindowIds: ReadonlySet<string>,
): PlannedSitting[] {
  return plan.sittings
    .map((sitting) => ({
      ...sitting,
      windows: sitting.windows.filter((window) => !doneWindowIds.has(window.windowId)),
    }))
    .filter((sitting) => sitting.windows.length > 0);
}
