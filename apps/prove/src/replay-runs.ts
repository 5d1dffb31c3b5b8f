import {
  compareUnpaired,
  randomBelow,
  seededRandom,
  type PairedValues,
  type Random,
  type UnpairedComparison,
} from "@stackbench/statistics";
import { throughputByRound } from "@stackbench/model";
import { isAlarm } from "./alarm.ts";
import { shareOf, type Share } from "./share.ts";
import { shippedPlan } from "./shipped-plan.ts";
import { noiseKinds, noiseOf, type NoiseKind } from "./simulate-noise.ts";
import { simulateRun } from "./simulate-run.ts";

/** Two runs held at different times and compared by `bench compare`, in which a third of the cases changed. */
export interface RunsSetting {
  /** Rounds of base and head; by "quick" each ends where its own rule of stopping says. */
  rounds: readonly [number, number] | "quick";
  cases: number;
  noise: NoiseKind;
}

/** Shares of comparisons, and of cases. */
export interface RunsFigures extends RunsSetting {
  /** Comparisons with any "faster" or "slower" of a case that did not change, or the wrong way. */
  falseVerdict: Share;
  /** Of the cases that changed, to twice their speed, those that are called. */
  obvious: Share;
  /** Intervals, where there is one, that hold the truth. */
  coverage: Share;
}

/** What is not to be missed, after three rounds on either side: how many times as fast a changed case is. */
const obvious = 2;

const fewRounds: readonly RunsSetting["rounds"][] = [[3, 3], [3, 5], [5, 5], "quick"];

/** Where a machine drifts its level is another in each run, which no comparison of two runs can tell from a change. */
const steadyKinds = noiseKinds.filter((noise) => noise !== "busy machine");

export const runsSettings: readonly RunsSetting[] = fewRounds.flatMap((rounds) =>
  [1, 6].flatMap((cases) => steadyKinds.map((noise) => ({ rounds, cases, noise }))),
);

/** Simulates pairs of runs and compares them by the code that compares real ones. */
export function replayRuns(setting: RunsSetting, sets: number, seed: number): RunsFigures {
  const random = seededRandom(seed);
  const names = Array.from({ length: setting.cases }, (_, index) => `arm-${index + 1}:bare`);
  // The last of each three; a case alone is changed in every other comparison.
  const factorOf = (index: number, set: number): number =>
    (setting.cases === 1 ? set % 2 : Number(index % 3 === 2)) * (obvious - 1) + 1;
  let alarms = 0;
  let [changed, called, intervals, covered] = [0, 0, 0, 0];
  for (let set = 0; set < sets; set++) {
    const base = holdRun(setting, 0, new Map(names.map((name) => [name, 1e4])), random);
    const speeds = names.map((name, index) => [name, 1e4 * factorOf(index, set)] as const);
    const head = holdRun(setting, 1, new Map(speeds), random);
    const found = compareUnpaired(
      names.map((name): PairedValues => ({ a: head.get(name)!, b: base.get(name)! })),
    );
    const cases = found.map((one, index) => ({ one: one!, truth: factorOf(index, set) }));
    alarms += Number(cases.some(({ one, truth }) => isFalse(one, truth)));
    for (const { one, truth } of cases) {
      if (truth > 1) {
        changed += 1;
        called += Number(one.verdict === "faster");
      }
      if (one.high === Infinity) continue;
      intervals += 1;
      covered += Number(one.low <= truth && truth <= one.high);
    }
  }
  return {
    ...setting,
    falseVerdict: shareOf(alarms, sets),
    obvious: shareOf(called, changed),
    coverage: shareOf(covered, intervals),
  };
}

function isFalse(one: UnpairedComparison, truth: number): boolean {
  return isAlarm(one) && !(one.verdict === "faster" && truth > 1);
}

/** Throughput of every case by round. */
function holdRun(
  { rounds, noise }: RunsSetting,
  side: 0 | 1,
  speeds: ReadonlyMap<string, number>,
  random: Random,
): ReadonlyMap<string, ReadonlyMap<number, number>> {
  const names = [...speeds.keys()];
  const noises = noiseOf(noise, names, random);
  if (rounds === "quick") {
    const plan = shippedPlan({ name: "quick" }, names, randomBelow(2 ** 31, random));
    const { windows } = simulateRun(plan, speeds, noises);
    return throughputByRound(windows, "stackbench");
  }
  const run = new Map(names.map((name) => [name, new Map<number, number>()]));
  for (let round = 1; round <= rounds[side]; round++) {
    for (const [name, added] of noises.round(names)) {
      run.get(name)!.set(round, speeds.get(name)! * Math.exp(added));
    }
  }
  return run;
}
