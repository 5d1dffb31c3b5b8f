import {
  counted,
  spoiltRounds,
  type Plan,
  type PlannedSitting,
  type Stop,
  type WindowRecord,
} from "@stackbench/model";
import { mean } from "@stackbench/statistics";
import { estimateSittings } from "./estimate-duration.ts";
import { withoutDone } from "./remaining.ts";
import { resolutionOf } from "./resolution.ts";
import { searchEnded, sittingsOfSearch } from "./search/search-rounds.ts";

/** What is known between two rounds. */
export interface HeldRounds {
  /** All of the run so far, in order of time, those of its earlier parts included. */
  windows: readonly WindowRecord[];
  /** Measuring time so far, earlier parts included. */
  spentSeconds: number;
  /** How long the rounds took that were held without interruption; empty before the first. */
  roundSeconds: readonly number[];
}

export type NextRound =
  /**
   * `whole`: nothing of it is on disk, so that its length tells how long a round takes. `looked`: the rounds behind it, where it was
   * looked whether they tell the answer.
   */
  | { type: "hold"; sittings: PlannedSitting[]; whole: boolean; looked?: number }
  | { type: "stop"; stop: Stop };

/**
 * Decides between rounds: stop once the answer is known, looked at after the rounds of the protocol's `looks` alone;
 * when all rounds are held (and one spare round for each that the host spoilt, as far as there are any); or when the
 * next would end after the budget. After a look further rounds go only to the variants of pairs that are still open,
 * except where all variants take turns: there they are up together. A round that has begun is ended first, and one is
 * always held. In sequential order all that is left comes at once. A
 * search holds what each variant is asked next, until every search has ended. Equal windows give equal decisions: a resumed run
 * goes on as it would have.
 */
export function nextRound(plan: Plan, held: HeldRounds): NextRound {
  const { experiment } = plan;
  const { protocol } = experiment;
  const done = new Set(held.windows.map((window) => window.planned.windowId));
  const leftOf = (sittings: readonly PlannedSitting[]): PlannedSitting[] =>
    sittings
      .map((sitting) => withoutDone(sitting, done))
      .filter((sitting) => sitting.windows.length > 0);

  if (protocol.order === "sequential") {
    const sittings = leftOf(plan.sittings.filter((sitting) => !sitting.spare));
    if (sittings.length > 0) return { type: "hold", sittings, whole: false };
    const message = `${counted(experiment.rounds, "round")} held, one variant after the other`;
    return { type: "stop", stop: { reason: "rounds", round: experiment.rounds, message } };
  }

  const begun = Math.max(1, ...held.windows.map(({ round }) => round));
  const ofBegun = sittingsOf(plan, begun, held);
  const rest = leftOf(ofBegun);
  const whole = windowCount(rest) === windowCount(ofBegun);
  if (rest.length > 0) return { type: "hold", sittings: rest, whole };

  const known = endOf(plan, held, begun);
  if (known !== undefined) return { type: "stop", stop: known };
  const sittings = sittingsOf(plan, begun + 1, held);
  const stop = outOfBudget(plan, held, begun, sittings);
  if (stop !== undefined) return { type: "stop", stop };
  const isLooked = (experiment.protocol.looks ?? []).includes(begun);
  return { type: "hold", sittings, whole: true, ...(isLooked && { looked: begun }) };
}

/** Of a round: of all variants until the first look, then of those that the latest look before it wants. */
function sittingsOf(plan: Plan, round: number, { windows }: HeldRounds): PlannedSitting[] {
  const { experiment } = plan;
  const { search } = experiment;
  if (search) return sittingsOfSearch(plan, search, round, windows);
  const { looks = [], order } = experiment.protocol;
  const ofRound = plan.sittings.filter((sitting) => sitting.round === round);
  const look = looks.findLast((each) => each < round);
  if (look === undefined || order === "alternating") return ofRound;
  const { wanted } = resolutionOf(experiment, windows, look);
  return ofRound.filter(({ variant }) => wanted.has(variant));
}

function endOf(plan: Plan, held: HeldRounds, round: number): Stop | undefined {
  const { search } = plan.experiment;
  if (search) return searchEnded(plan, search, round, held.windows);
  return resolved(plan, held, round) ?? allHeld(plan, held, round);
}

function resolved({ experiment }: Plan, { windows }: HeldRounds, round: number): Stop | undefined {
  const { halfWidthTarget, looks = [] } = experiment.protocol;
  if (!looks.includes(round)) return undefined;
  const { comparisons, open } = resolutionOf(experiment, windows, round);
  if (open > 0) return undefined;
  const narrow =
    halfWidthTarget === null
      ? ""
      : `, or within ±${Number((halfWidthTarget * 100).toPrecision(3))} %`;
  const what =
    comparisons === 0
      ? "nothing to compare"
      : `every pair that matters is ordered or a tie${narrow}`;
  return { reason: "resolved", round, message: `${what}, after ${counted(round, "round")}` };
}

function allHeld({ experiment }: Plan, { windows }: HeldRounds, round: number): Stop | undefined {
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
  { windows, spentSeconds, roundSeconds }: HeldRounds,
  round: number,
  next: readonly PlannedSitting[],
): Stop | undefined {
  const { budgetSeconds } = experiment.protocol;
  if (budgetSeconds === null) return undefined;
  // Later rounds may have fewer sittings than those that were timed.
  const sittings = new Set(windows.map(({ sittingId }) => sittingId)).size / round;
  const nextSeconds =
    roundSeconds.length > 0
      ? (mean(roundSeconds) * next.length) / Math.max(1, sittings)
      : estimateSittings(experiment, next);
  if (spentSeconds + nextSeconds <= budgetSeconds) return undefined;
  return {
    reason: "budget",
    round,
    message: `the next round would end after the budget of ${inWords(budgetSeconds)} (${counted(round, "round")} held)`,
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
