import {
  spoiltRounds,
  type Plan,
  type PlannedSitting,
  type Stop,
  type WindowRecord,
} from "@stackbench/model";
import { estimateSittings } from "./estimate-duration.ts";
import { withoutDone } from "./remaining.ts";
import { resolutionOf } from "./resolution.ts";

/** What is known between two rounds. */
export interface Held {
  /** All of the run so far, in order of time, those of its earlier parts included. */
  windows: readonly WindowRecord[];
  /** Measuring time so far, earlier parts included. */
  spentSeconds: number;
  /** How long the rounds took that were held without interruption; empty before the first. */
  roundSeconds: readonly number[];
}

export type NextRound =
  /** `whole`: nothing of it is on disk, so that its length tells how long a round takes. */
  { type: "hold"; sittings: PlannedSitting[]; whole: boolean } | { type: "stop"; stop: Stop };

/**
 * Decides between rounds: stop once every interval is narrow enough, when all rounds are held (and one spare
 * round for each that the host spoilt, as far as there are any), or when the next would end after the budget.
 * Never looks at which variant is ahead, so stopping does not favour a verdict. A round that has begun is ended
 * first, and one is always held. In sequential order all that is left comes at once.
 */
export function nextRound(plan: Plan, held: Held): NextRound {
  const { experiment } = plan;
  const { protocol } = experiment;
  const done = new Set(held.windows.map((window) => window.planned.windowId));
  const left = plan.sittings
    .map((sitting) => withoutDone(sitting, done))
    .filter((sitting) => sitting.windows.length > 0);

  if (protocol.order === "sequential") {
    const sittings = left.filter((sitting) => !sitting.spare);
    if (sittings.length > 0) return { type: "hold", sittings, whole: false };
    const message = `${count(experiment.rounds, "round")} held, one variant after the other`;
    return { type: "stop", stop: { reason: "rounds", round: experiment.rounds, message } };
  }

  const planned = Math.max(...plan.sittings.map((sitting) => sitting.round));
  const round = Math.min(planned + 1, ...left.map((sitting) => sitting.round));
  const sittings = left.filter((sitting) => sitting.round === round);
  const ofRound = plan.sittings.filter((sitting) => sitting.round === round);
  const whole = windowCount(sittings) === windowCount(ofRound);
  if (sittings.length > 0 && (!whole || round === 1)) return { type: "hold", sittings, whole };

  const stop =
    resolved(plan, held, round - 1) ??
    allHeld(plan, held, round - 1) ??
    outOfBudget(plan, held, round - 1, sittings);
  return stop === undefined ? { type: "hold", sittings, whole } : { type: "stop", stop };
}

function resolved({ experiment }: Plan, { windows }: Held, round: number): Stop | undefined {
  const { halfWidthTarget, minRounds } = experiment.protocol;
  if (halfWidthTarget === null || round < minRounds) return undefined;
  const { comparisons, widest } = resolutionOf(experiment, windows);
  if (widest > halfWidthTarget) return undefined;
  const target = `±${Number((halfWidthTarget * 100).toPrecision(3))} %`;
  const what = comparisons === 0 ? "nothing to compare" : `every interval within ${target}`;
  return { reason: "resolved", round, message: `${what} after ${count(round, "round")}` };
}

function allHeld({ experiment }: Plan, { windows }: Held, round: number): Stop | undefined {
  const spoilt = spoiltRounds(windows).size;
  const replaced = Math.min(experiment.protocol.spareRounds, spoilt);
  if (round < experiment.rounds + replaced) return undefined;
  const all =
    experiment.rounds === 1 ? "the one round held" : `all ${experiment.rounds} rounds held`;
  const instead = `${replaced} in place of ${spoilt === 1 ? "a spoilt one" : `${spoilt} spoilt ones`}`;
  const message = replaced === 0 ? all : `${all}, and ${instead}`;
  return { reason: "rounds", round, message };
}

function outOfBudget(
  { experiment }: Plan,
  { spentSeconds, roundSeconds }: Held,
  round: number,
  next: readonly PlannedSitting[],
): Stop | undefined {
  const { budgetSeconds } = experiment.protocol;
  if (budgetSeconds === null) return undefined;
  const nextSeconds =
    roundSeconds.length > 0
      ? roundSeconds.reduce((sum, seconds) => sum + seconds, 0) / roundSeconds.length
      : estimateSittings(experiment, next);
  if (spentSeconds + nextSeconds <= budgetSeconds) return undefined;
  return {
    reason: "budget",
    round,
    message: `the next round would end after the budget of ${inWords(budgetSeconds)} (${count(round, "round")} held)`,
  };
}

function windowCount(sittings: readonly PlannedSitting[]): number {
  return sittings.reduce((sum, sitting) => sum + sitting.windows.length, 0);
}

/** `40 s`, `10 min`, `5 min 40 s`. */
function inWords(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const rest = Number((seconds % 60).toFixed(1));
  return [minutes > 0 ? `${minutes} min` : "", rest > 0 ? `${rest} s` : ""].join(" ").trim();
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
