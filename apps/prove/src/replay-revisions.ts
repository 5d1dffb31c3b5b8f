import { compareRevisions, type RevisionComparison } from "@stackbench/report";
import { randomBelow, seededRandom } from "@stackbench/statistics";
import { shareOf, type Share } from "./share.ts";
import { abArms, shippedAbPlan } from "./shipped-plan.ts";
import { machineOfTwoStates, twoSpeeds } from "./simulate-noise.ts";
import { simulateRun } from "./simulate-run.ts";

/** Runs of `bench ab` on a server of two speeds, or of one. */
export interface RevisionSetting {
  /** Fast ÷ slow; 1 for one speed. */
  speeds: number;
  /** Chance of the fast speed, of the base and of the head. */
  fast: { base: number; head: number };
  /** Standard deviation of a start's logarithm beside its speed. */
  deviation: number;
  /** That the machine changes its own speed meanwhile. */
  states?: 2;
  /** That the CPU time of generator and app tells the speeds of the starts. */
  told?: true;
  /** Head ÷ base at the same speed. */
  ratio: number;
  /** What a run should say, and the share of runs that must. */
  expected: "tie" | "slower";
  atLeast: number;
}

export interface RevisionFigures extends RevisionSetting {
  /** Runs that say what is expected. */
  said: Share;
  /** Runs with a direction that is not true: of the head, or of the base against itself. */
  falseVerdict: Share;
  /** Intervals that hold the truth, where it is the same for means and at the same speed. */
  coverage: Share;
  rounds: number;
  /** By the plan's own estimate. */
  seconds: number;
}

/** 0.28 of the logarithm, as `fastify:bare` has on Node 24 where a start by itself is quiet; 0.17 on another machine. */
const seen = Math.exp(0.28);
const half = { base: 0.5, head: 0.5 };
const seldom = { base: 0.2, head: 0.2 };

export const revisionSettings: readonly RevisionSetting[] = [
  ...[0.01, 0.02, 0.03].flatMap((deviation) =>
    [half, seldom].flatMap((fast) => pair({ speeds: seen, fast, deviation })),
  ),
  ...pair({ speeds: Math.exp(0.17), fast: half, deviation: 0.02, states: 2 }),
  ...pair({ speeds: Math.exp(0.165), fast: half, deviation: 0.028, told: true }),
  ...pair({ speeds: Math.exp(0.165), fast: half, deviation: 0.022, states: 2, told: true }),
  ...[0.01, 0.02].flatMap((deviation) => pair({ speeds: 1, fast: half, deviation })),
  {
    speeds: seen,
    fast: { base: 0.8, head: 0.2 },
    deviation: 0.02,
    ratio: 1,
    expected: "slower",
    atLeast: 0.8,
  },
];

/** Unchanged code, and a head that takes 5 % more. */
function pair(
  of: Pick<RevisionSetting, "speeds" | "fast" | "deviation" | "states" | "told">,
): RevisionSetting[] {
  return [
    { ...of, ratio: 1, expected: "tie", atLeast: 0.9 },
    { ...of, ratio: 1 / 1.05, expected: "slower", atLeast: 0.9 },
  ];
}

/** Holds and judges the runs by the code of `bench ab`: the protocol as shipped, its rule of stopping, its outcome. */
export function replayRevisions(
  setting: RevisionSetting,
  sets: number,
  seed: number,
): RevisionFigures {
  const random = seededRandom(seed);
  const { ratio, fast, deviation, speeds, states, told } = setting;
  const bySpeed = new Map(
    Object.values(abArms).map((arm) => [arm, 10_000 * (arm === abArms.head ? ratio : 1)]),
  );
  const startsOf = (arm: string) => ({
    fast: arm === abArms.head ? fast.head : fast.base,
    deviation,
    // What costs the app more costs the generator a third of that.
    telltale: told && (arm === abArms.head ? (2 / 3) * Math.log(ratio) : 0),
  });
  const runs = Array.from({ length: sets }, () => {
    const plan = shippedAbPlan(randomBelow(2 ** 31, random));
    const machine = states && machineOfTwoStates(random);
    const run = simulateRun(plan, bySpeed, twoSpeeds(startsOf, speeds, random, machine));
    return { run, compared: compareRevisions({ ...run, sittings: [] }, abArms) };
  });
  const count = (holds: (compared: RevisionComparison) => boolean): Share =>
    shareOf(runs.filter(({ compared }) => holds(compared)).length, sets);
  const mean = (of: (run: (typeof runs)[number]["run"]) => number): number =>
    runs.reduce((sum, { run }) => sum + of(run), 0) / sets;
  const better = ratio * speeds ** (fast.head - fast.base);
  const intervals = runs.flatMap(({ compared }) =>
    compared.cases.flatMap(({ head, control }) => [
      // Of other shares the truth depends on what is compared.
      ...(fast.head === fast.base ? [{ ...head.change!, truth: ratio }] : []),
      { ...control.change!, truth: 1 },
    ]),
  );
  const bounded = intervals.filter(({ low, high }) => low > 0 && high < Infinity);
  return {
    ...setting,
    said: count(({ outcome }) => outcome === setting.expected),
    falseVerdict: count(({ cases }) =>
      cases.some(
        ({ head, control }) =>
          control.verdict === "faster" ||
          control.verdict === "slower" ||
          (head.verdict === "faster" && better <= 1) ||
          (head.verdict === "slower" && better >= 1),
      ),
    ),
    coverage: shareOf(
      bounded.filter(({ low, high, truth }) => low <= truth && truth <= high).length,
      bounded.length,
    ),
    rounds: mean(({ stop }) => stop.round),
    seconds: mean(({ seconds }) => seconds),
  };
}
