import { randomBelow, seededRandom, type ArmComparison } from "@stackbench/statistics";
import { isAlarm } from "./alarm.ts";
import { shareOf, type Share } from "./share.ts";
import { shippedPlan } from "./shipped-plan.ts";
import { noiseOf, type NoiseKind } from "./simulate-noise.ts";
import { simulateRun, type SimulatedRun } from "./simulate-run.ts";

/** What is simulated: a protocol as shipped, and arms of known speeds. */
export interface ReplaySetting {
  protocol: "quick" | "pr" | "nightly" | "publish";
  arms: "equal" | "mixed";
  noise: NoiseKind;
}

/** Shares of runs, over all and over those that a look ended before their most rounds. */
export interface ReplayFigures extends ReplaySetting {
  all: ErrorRates;
  early: ErrorRates;
  rounds: number;
  sittings: number;
  seconds: number;
}

export interface ErrorRates {
  /** Runs with any "faster" or "slower" that is not true, or "tie" of arms 3 % or more apart. */
  falseVerdict: Share;
  /** The same of "faster" and "slower" without the margin: the test alone. */
  falseWithoutMargin: Share;
  falseTie: Share;
  /** Intervals that hold the truth; pairs share arms, so that its own exact interval is too narrow. */
  coverage: Share;
}

const speedsOf: Record<ReplaySetting["arms"], Record<"three" | "six", readonly number[]>> = {
  equal: { three: [1, 1, 1], six: [1, 1, 1, 1, 1, 1] },
  // Twins, a pair just beyond the margin, and clear differences, which end runs early.
  mixed: { three: [1, 1, 1.035], six: [1, 1, 1.035, 1.15, 1.6, 2.5] },
};

/** Simulates runs and judges them by the code that holds and judges real ones. */
export function replaySetting(setting: ReplaySetting, sets: number, seed: number): ReplayFigures {
  const random = seededRandom(seed);
  const speeds = speedsOf[setting.arms][setting.protocol === "pr" ? "three" : "six"];
  const names = speeds.map((_, index) => `arm-${index + 1}:bare`);
  const bySpeed = new Map(names.map((name, index) => [name, 10_000 * speeds[index]!]));
  const runs = Array.from({ length: sets }, () => {
    const plan = shippedPlan({ name: setting.protocol }, names, randomBelow(2 ** 31, random));
    return simulateRun(plan, bySpeed, noiseOf(setting.noise, names, random));
  });
  const truth = ({ a, b }: ArmComparison): number => bySpeed.get(a)! / bySpeed.get(b)!;
  const mean = (of: (run: SimulatedRun) => number): number =>
    runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
  return {
    ...setting,
    all: errorRates(runs, truth),
    early: errorRates(
      runs.filter(({ stop }) => stop.reason === "resolved"),
      truth,
    ),
    rounds: mean(({ stop }) => stop.round),
    sittings: mean(({ sittings }) => sittings),
    seconds: mean(({ seconds }) => seconds),
  };
}

function errorRates(
  runs: readonly SimulatedRun[],
  truth: (one: ArmComparison) => number,
): ErrorRates {
  const count = (found: (run: SimulatedRun) => boolean): Share =>
    shareOf(runs.filter(found).length, runs.length);
  const intervals = runs
    .flatMap(({ comparisons }) => comparisons)
    .filter(({ low, high }) => low > 0 && high < Infinity);
  const held = intervals.filter((one) => one.low <= truth(one) && truth(one) <= one.high);
  return {
    falseVerdict: count(({ comparisons }) => comparisons.some((one) => isFalse(one, truth(one)))),
    falseWithoutMargin: count(({ withoutMargin }) =>
      withoutMargin.some((one) => isFalse(one, truth(one))),
    ),
    falseTie: count(({ comparisons }) =>
      comparisons.some(
        (one) => one.verdict === "tie" && Math.abs(Math.log(truth(one))) >= Math.log(1.03),
      ),
    ),
    coverage: shareOf(held.length, intervals.length),
  };
}

/** A direction that is not the true one; of equal arms either. */
function isFalse(one: ArmComparison, truth: number): boolean {
  if (!isAlarm(one)) return false;
  return one.verdict === "faster" ? truth <= 1 : truth >= 1;
}
