import type { PlannedSitting } from "./plan.ts";
import type { RunRecord } from "./run.ts";

/**
 * The sittings that the run held or still has to hold. Once it has stopped: those of all rounds before its first look,
 * and of later ones those that were held, for these are given only to the variants of pairs that are still open. Else
 * all but spare ones.
 */
export function expectedSittings({
  plan,
  stop,
  windows,
}: Pick<RunRecord, "plan" | "stop" | "windows">): PlannedSitting[] {
  if (stop === null) return plan.sittings.filter((sitting) => !sitting.spare);
  const { looks = [] } = plan.experiment.protocol;
  const forAll = Math.min(stop.round, looks[0] ?? stop.round);
  const held = new Set(windows.map(({ sittingId }) => sittingId));
  return plan.sittings.filter(
    ({ round, sittingId }) => round <= forAll || (round <= stop.round && held.has(sittingId)),
  );
}
