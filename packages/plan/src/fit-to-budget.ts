import type { Experiment } from "@stackbench/model";
import { fewestForAny, fewestForVerdict } from "@stackbench/statistics";
import { assemblePlan } from "./assemble-plan.ts";
import { estimateSittings } from "./estimate-duration.ts";
import type { WindowLengths } from "./protocols.ts";

/** Of the budget: warm-ups take longer the first time, and where a server settles late. */
const reserveShare = 0.05;
/** Of what is reckoned: so much less time a round may take, where servers settle at once. */
const sparedShare = 0.15;

/**
 * Rounds tell more than length does: where the budget leaves fewer rounds than differences below a ratio of 1.4 need,
 * warm-up and window are shortened in one proportion, down to `shortest`, s, so that they fit, with something to spare; where these
 * do not, so that as many do as can, as long as they allow any verdict. It is decided before anything is measured, so that no rate of
 * error depends on it.
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
  const lengthsAt = (share: number): WindowLengths => ({
    warmupSeconds: between(shortest.warmupSeconds, warmupSeconds, share),
    durationSeconds: between(shortest.durationSeconds, durationSeconds, share),
  });
  const quickest = roundSeconds(lengthsAt(0));
  const planned = (1 - reserveShare) * budgetSeconds;
  const fewest = Math.min(fewestForVerdict, experiment.rounds);
  const enough = Math.min(fewestForAny, experiment.rounds);
  if ((1 - sparedShare) * fewest * quickest > budgetSeconds) return experiment;
  const rounds = Math.min(enough, Math.max(fewest, Math.floor(planned / quickest)));
  const longest = shares.find((share) => rounds * roundSeconds(lengthsAt(share)) <= planned) ?? 0;
  return { ...experiment, ...lengthsAt(longest) };
}

/** Of the way from the shortest to what was asked for, in hundredths, falling. */
const shares = Array.from({ length: 101 }, (_, index) => 1 - index / 100);

/** Of what was asked for where that is shorter still. */
function between(shortest: number, asked: number, share: number): number {
  if (share === 1) return asked;
  const least = Math.min(asked, shortest);
  return floored(least + share * (asked - least));
}

/** To whole tenths of a second, as people write them; sums of binary fractions must not lose one. */
function floored(seconds: number): number {
  return Math.floor(seconds * 10 + 1e-6) / 10;
}
