import { seededRandom, type ArmComparison } from "@stackbench/statistics";
import { shareOf, type Share } from "./share.ts";
import { shippedPlan } from "./shipped-plan.ts";
import { noiseOf, type NoiseKind } from "./simulate-noise.ts";
import { simulateRun } from "./simulate-run.ts";

/** Arms in steps of so much, and which share of the pairs a run must order. */
export interface PowerSetting {
  name: string;
  protocol: "quick" | "pr" | "nightly";
  noise: NoiseKind;
  speeds: readonly number[];
  /** Whether the first two arms are one and the same, as in `ab`. */
  twins?: true;
  /** Ratio from which on a pair is to be ordered. */
  from: number;
  atLeast: number;
  runs: number;
}

export interface PowerFigures extends Omit<PowerSetting, "speeds" | "twins" | "runs"> {
  arms: number;
  /** Pairs that lie so far apart and are called, in the true direction. */
  ordered: Share;
  /** Runs that the first look ended. */
  firstLook: Share;
  rounds: number;
  sittings: number;
  /** By the plan's own estimate. */
  seconds: number;
}

const steps = (arms: number, ratio: number): number[] =>
  Array.from({ length: arms }, (_, index) => ratio ** index);

export const powerSettings: readonly PowerSetting[] = [
  ...(["calm", "busy machine", "real runs"] as const).flatMap((noise): PowerSetting[] => [
    {
      name: "six arms, steps of 1.5",
      protocol: "quick",
      noise,
      speeds: steps(6, 1.5),
      from: 1.49,
      atLeast: 0.95,
      runs: 200,
    },
    {
      name: "six arms, steps of 1.2",
      protocol: "quick",
      noise,
      speeds: steps(6, 1.2),
      from: 1.19,
      atLeast: 0.95,
      runs: 200,
    },
    {
      name: "24 arms, steps of 1.1",
      protocol: "quick",
      noise,
      speeds: steps(24, 1.1),
      from: 1.09,
      atLeast: 0.9,
      runs: 20,
    },
    {
      name: "5 % slower, with the base twice",
      protocol: "pr",
      noise,
      speeds: [1, 1, 1 / 1.05],
      twins: true,
      from: 1.04,
      atLeast: 0.85,
      runs: 200,
    },
  ]),
  {
    name: "141 arms over three decades",
    protocol: "quick",
    noise: "busy machine",
    speeds: steps(141, 1.05),
    from: 1.09,
    atLeast: 0.9,
    runs: 1,
  },
];

export function replayPower(setting: PowerSetting, runs: number, seed: number): PowerFigures {
  const { speeds, runs: most, twins: areTwins, ...rest } = setting;
  const random = seededRandom(seed);
  const names = speeds.map((_, index) => `arm-${index + 1}:bare`);
  const twins = areTwins && ([names[0]!, names[1]!] as const);
  const bySpeed = new Map(names.map((name, index) => [name, 10_000 * speeds[index]!]));
  const truth = ({ a, b }: ArmComparison): number => bySpeed.get(a)! / bySpeed.get(b)!;
  let [pairs, called, atFirst, rounds, sittings, seconds] = [0, 0, 0, 0, 0, 0];
  const held = Math.min(runs, most);
  for (let run = 0; run < held; run++) {
    const plan = shippedPlan({ name: setting.protocol }, names, seed + run, { twins });
    const { looks = [] } = plan.experiment.protocol;
    const found = simulateRun(plan, bySpeed, noiseOf(setting.noise, names, random));
    for (const one of found.comparisons) {
      const ratio = truth(one);
      if (Math.max(ratio, 1 / ratio) < setting.from) continue;
      pairs += 1;
      called += Number(one.verdict === (ratio > 1 ? "faster" : "slower"));
    }
    atFirst += Number(found.stop.round === looks[0]);
    rounds += found.stop.round;
    sittings += found.sittings;
    seconds += found.seconds;
  }
  const ordered = shareOf(called, pairs);
  return {
    ...rest,
    arms: speeds.length,
    ordered,
    firstLook: shareOf(atFirst, held),
    rounds: rounds / held,
    sittings: sittings / held,
    seconds: seconds / held,
  };
}
