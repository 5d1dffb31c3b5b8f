import { isAtSameSpeed, type RunRecord } from "@stackbench/model";
import type { Looks } from "@stackbench/statistics";

/**
 * At which rounds a run was looked at, and whether its last round was its planned end, or a look that found the answer;
 * and whether starts of two speeds are compared at the same speed.
 * Runs of protocol version 1 were looked at once, as far as their figures tell.
 */
export function looksOf({ plan, stop }: Pick<RunRecord, "plan" | "stop">): Looks {
  const { looks = [] } = plan.experiment.protocol;
  const ended = stop?.reason !== "resolved" || looks.length === 0;
  return { looks, ended, withinHeaps: isAtSameSpeed(plan.experiment.protocol) };
}

/**
 * A run that goes on as a look after so many rounds judges it: with that look's own part of the error. Taken as one that has ended
 * there it would spend what later looks need.
 */
export function asLookedAt(record: RunRecord, round: number): RunRecord {
  return { ...record, stop: { reason: "resolved", round, message: "looked at, and goes on" } };
}
