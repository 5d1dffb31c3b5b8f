import {
  compareUnpaired,
  randomBelow,
  seededRandom,
  type PairedValues,
  type Random,
  type UnpairedComparison,
} from "@stackbench/statistics";
import { throughputByRound } from "@stackbench/model";
import { comparisonRules } from "@stackbench/report";
import { isAlarm } from "./alarm.ts";
import { shareOf, type Share } from "./share.ts";
import { shippedPlan } from "./shipped-plan.ts";
import { noiseKinds, noiseOf, normal, type NoiseKind } from "./simulate-noise.ts";
import { simulateRun } from "./simulate-run.ts";

/** Two runs held at different times and compared by `bench compare`, in which a third of the cases changed. */
export interface RunsSetting {
  /** Rounds of base and head; by "quick" each ends where its own rule of stopping says. */
  rounds: readonly [number, number] | "quick";
  cases: number;
  noise: NoiseKind;
  /** By what the level of a whole run scatters, in standard deviations of its logarithm: what the machine did that day. */
  levelScatter: number;
}

/** Shares of comparisons, and of cases. */
export interface RunsFigures extends RunsSetting {
  /** Comparisons with any "faster" or "slower" of a case that did not change, or the wrong way. */
  falseVerdict: Share;
  /** The same were "faster" and "slower" said from 3 % on, as in one run. */
  falseFromMargin: Share;
  /** Of the cases that changed, to twice their speed, those that are called. */
  obvious: Share;
  /** Intervals, where there is one, that hold the truth. */
  coverage: Share;
}

/** What is not to be missed, after three rounds on either side: how many times as fast a changed case is. */
const obvious = 2;

const fewRounds: readonly RunsSetting["rounds"][] = [[3, 3], [3, 5], [5, 5], "quick"];

/** Where a machine drifts its level is another in each run: what it does to a comparison is simulated as that. */
const steadyKinds = noiseKinds.filter((noise) => noise !== "busy machine");

/** As 40 equal runs of one virtual machine had it (docs/decisions.md). */
const seenScatter = 0.036;

export const runsSettings: readonly RunsSetting[] = [1, 6].flatMap((cases) => [
  ...fewRounds.flatMap((rounds) =>
    steadyKinds.map((noise) => ({ rounds, cases, noise, levelScatter: 0 })),
  ),
  ...([[5, 5], [12, 12], "quick"] as const).map((rounds) => ({
    rounds,
    cases,
    noise: "calm" as const,
    levelScatter: seenScatter,
  })),
]);

/** Simulates pairs of runs and compares them by the code that compares real ones. */
export function replayRuns(setting: RunsSetting, sets: number, seed: number): RunsFigures {
  const random = seededRandom(seed);
  const names = Array.from({ length: setting.cases }, (_, index) => `arm-${index + 1}:bare`);
  // The last of each three; a case alone is changed in every other comparison.
  const factorOf = (index: number, set: number): number =>
    (setting.cases === 1 ? set % 2 : Number(index % 3 === 2)) * (obvious - 1) + 1;
  let [alarms, alarmsFromMargin] = [0, 0];
  let [changed, called, intervals, covered] = [0, 0, 0, 0];
  for (let set = 0; set < sets; set++) {
    const base = holdRun(setting, 0, new Map(names.map((name) => [name, 1e4])), random);
    const speeds = names.map((name, index) => [name, 1e4 * factorOf(index, set)] as const);
    const head = holdRun(setting, 1, new Map(speeds), random);
    const pairs = names.map((name): PairedValues => ({ a: head.get(name)!, b: base.get(name)! }));
    const judged = (calledBeyond: number) =>
      compareUnpaired(pairs, { ...comparisonRules, calledBeyond }).map((one, index) => ({
        one: one!,
        truth: factorOf(index, set),
      }));
    const hasFalse = (cases: ReturnType<typeof judged>): number =>
      Number(cases.some(({ one, truth }) => isFalse(one, truth)));
    const cases = judged(comparisonRules.calledBetweenRuns);
    alarms += hasFalse(cases);
    alarmsFromMargin += hasFalse(judged(comparisonRules.margin));
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
    falseFromMargin: shareOf(alarmsFromMargin, sets),
    obvious: shareOf(called, changed),
    coverage: shareOf(covered, intervals),
  };
}

function isFalse(one: UnpairedComparison, truth: number): boolean {
  return isAlarm(one) && !(one.verdict === "faster" && truth > 1);
}

/** Throughput of every case by round. */
function holdRun(
  { rounds, noise, levelScatter }: RunsSetting,
  side: 0 | 1,
  truths: ReadonlyMap<string, number>,
  random: Random,
): ReadonlyMap<string, ReadonlyMap<number, number>> {
  const level = Math.exp(levelScatter * normal(random));
  const speeds = new Map([...truths].map(([name, truth]) => [name, truth * level]));
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
