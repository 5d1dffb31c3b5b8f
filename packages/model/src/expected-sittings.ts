import type { PlannedSitting } from "./plan.ts";
import type { RunRecord } from "./run.ts";

/** The sittings that the run held or still has to hold: up to its last round once it has stopped, else all but spare ones. */
export function expectedSittings({
  plan,
  stop,
}: Pick<RunRecord, "plan" | "stop">): PlannedSitting[] {
  return stop === null
    ? plan.sittings.filter((sitting) => !sitting.spare)
    : plan.sittings.filter((sitting) => sitting.round <= stop.round);
}
