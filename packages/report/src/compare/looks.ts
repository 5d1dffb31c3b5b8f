import { relationOf, type RunRecord } from "@stackbench/model";
import type { Looks } from "@stackbench/statistics";

/**
 * At which rounds a run was looked at, and whether its last round was its planned end, or a look that found the answer;
 * and what its variants have to do with each other.
 * Runs of protocol version 1 were looked at once, as far as their figures tell.
 * `looked`: of a run that goes on, how many of its rounds are held. It is judged as the latest look behind these judges it, with
 * that look's own part of the error: taken as one that has ended there it would spend what later looks need.
 */
export function looksOf({ plan, stop }: Pick<RunRecord, "plan" | "stop">, looked?: number): Looks {
  const { looks = [] } = plan.experiment.protocol;
  const relation = relationOf(plan.experiment);
  if (looked !== undefined) return { looks, ended: false, round: looked, ...relation };
  const ended = stop?.reason !== "resolved" || looks.length === 0;
  return { looks, ended, ...relation };
}
