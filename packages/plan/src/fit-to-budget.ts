import type { Experiment } from "@stackbench/model";
import { fewestForAny, fewestForVerdict } from "@stackbench/statistics";
import { assemblePlan } from "./assemble-plan.ts";
import { estimateSittings } from "./estimate-duration.ts";
import type { WindowLengths } from "./protocols.ts";

/**
 * Of the budget: what warm-ups that go on until throughput has settled are left, where one round fewer than planned would tell
 * nothing at all.
 */
const reserveShare = 0.3;

/**
 * Rounds tell more than length does: where the budget leaves fewer rounds than differences below a ratio of 1.4 need,
 * warm-up and window are shortened in one proportion, down to `shortest`, s, so that they fit; where these do not, so that
 * any verdict does, with something to spare. It is decided before anything is measured, so that no rate of error depends on it.
 * Fewer rounds are held than fit by this estimate where warm-ups go on until throughput has settled.
 * Unchanged without a budget, where enough rounds fit as it is, and where even the shortest windows leave too few.
 * Open loops are left alone: their percentiles need the answers of the whole window.
 */
export function fitToBudget(experiment: Experiment, shortest: WindowLengths): Experiment {
  const { budgetSeconds } = experiment.protocol;
  const { warmupSeconds, durationSeconds, windowRequests } = experiment;
  if (budgetSeconds === null || windowRequests !== undefined) return experiment;
  if (experiment.levels.some(({ loop }) => loop === "open")) return experiment;
  const { sittings } = assemblePlan({ ...experiment, rounds: 1 }, 1);
  const ofOneRound = sittings.filter(({ spare }) => !spare);
  const roundSeconds = (lengths: WindowLengths): number =>
    estimateSittings({ ...experiment, ...lengths }, ofOneRound);
  const longest = roundSeconds({ warmupSeconds, durationSeconds });
  const least = {
    warmupSeconds: Math.min(warmupSeconds, shortest.warmupSeconds),
    durationSeconds: Math.min(durationSeconds, shortest.durationSeconds),
  };
  const quickest = roundSeconds(least);
  const fewest = [fewestForAny, fewestForVerdict]
    .map((rounds) => Math.min(rounds, experiment.rounds))
    .find((rounds) => rounds * quickest <= budgetSeconds);
  if (fewest === undefined) return experiment;
  const planned = (fewest > fewestForVerdict ? 1 : 1 - reserveShare) * budgetSeconds;
  if (fewest * longest <= planned) return experiment;
  // The time of a round is linear in both lengths.
  const share = Math.max(0, (planned / fewest - quickest) / (longest - quickest));
  const between = (low: number, high: number): number => floored(low + share * (high - low));
  return {
    ...experiment,
    warmupSeconds: between(least.warmupSeconds, warmupSeconds),
    durationSeconds: between(least.durationSeconds, durationSeconds),
  };
}

/** To whole tenths of a second, as people write them; sums of binary fractions must not lose one. */
function floored(seconds: number): number {
  return Math.floor(seconds * 10 + 1e-6) / 10;
}
