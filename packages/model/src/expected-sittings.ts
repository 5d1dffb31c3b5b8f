import type { PlannedSitting } from "./plan.ts";
import type { RunRecord, WindowRecord } from "./run.ts";

/**
 * The sittings that the run held or still has to hold. Once it has stopped: those of all rounds before its first look,
 * and of later ones those that were held, for these are given only to the variants of pairs that are still open. Else
 * all but spare ones. Of a search those that were held, as they were: what more it needs is decided between rounds.
 */
export function expectedSittings({
  plan,
  stop,
  windows,
}: Pick<RunRecord, "plan" | "stop" | "windows">): PlannedSitting[] {
  if (plan.experiment.search !== undefined) return heldSittings(plan.sittings, windows);
  if (stop === null) return plan.sittings.filter((sitting) => !sitting.spare);
  const { looks = [] } = plan.experiment.protocol;
  const forAll = Math.min(stop.round, looks[0] ?? stop.round);
  const held = new Set(windows.map(({ sittingId }) => sittingId));
  return plan.sittings.filter(
    ({ round, sittingId }) => round <= forAll || (round <= stop.round && held.has(sittingId)),
  );
}

function heldSittings(
  sittings: readonly PlannedSitting[],
  windows: readonly WindowRecord[],
): PlannedSitting[] {
  const held = Map.groupBy(windows, ({ sittingId }) => sittingId);
  return sittings.flatMap((sitting) => {
    const own = held.get(sitting.sittingId);
    return own ? [{ ...sitting, windows: own.map(({ planned }) => planned) }] : [];
  });
}
