import { randomBelow, shuffled, type Random } from "@stackbench/statistics";
import realNoise from "./real-noise.json" with { type: "json" };

/** The noise of one simulated run: of every sitting, in the order of time. Sizes are of the logarithm (0.01 is 1 %). */
export interface Noise {
  /** What is added to the arms of a round, in the order in which they are held. */
  round(held: readonly string[]): Map<string, number>;
  /** What tells the speed of an arm's latest start (see `telltalesByRound`), where something does. */
  telltaleOf?(arm: string): number | undefined;
}

export const noiseKinds = [
  "calm",
  "busy machine",
  "real runs",
  "one noisy arm",
  "two speeds",
  "one arm of two speeds",
] as const;
export type NoiseKind = (typeof noiseKinds)[number];

/** What a server's two speeds differ by: a third. */
const speedGap = Math.log(4 / 3);

/** A fresh run's noise. `arms` are all of them; the first is the odd one where one is. */
export function noiseOf(kind: NoiseKind, arms: readonly string[], random: Random): Noise {
  const own: Record<NoiseKind, () => Noise> = {
    calm: () => perSitting(() => 0.01 * normal(random)),
    "busy machine": () => busyMachine(random),
    "real runs": () => fromRealRuns(random),
    "one noisy arm": () => perSitting((arm) => (arm === arms[0] ? 0.1 : 0.01) * normal(random)),
    "two speeds": () => perSitting(() => halfOf(random) + 0.01 * normal(random)),
    "one arm of two speeds": () =>
      perSitting((arm) => (arm === arms[0] ? halfOf(random) : 0) + 0.01 * normal(random)),
  };
  return own[kind]();
}

function perSitting(draw: (arm: string) => number): Noise {
  return { round: (held) => new Map(held.map((arm) => [arm, draw(arm)])) };
}

/** Drawn anew at each start, either as likely. */
function halfOf(random: Random): number {
  return random() < 0.5 ? speedGap / 2 : -speedGap / 2;
}

/**
 * Whole rounds of runs that were really held, each arm's deviations from its own mean: what came together stays
 * together. Of `pnpm prove aa` (six names of one image, 40 runs) and of a published run, on a two-core virtual machine.
 */
function fromRealRuns(random: Random): Noise {
  const rounds: readonly (readonly number[])[] = realNoise;
  return {
    round(held) {
      const drawn: number[] = [];
      while (drawn.length < held.length) {
        drawn.push(...shuffled(rounds[randomBelow(rounds.length, random)]!, random));
      }
      return new Map(held.map((arm, place) => [arm, drawn[place]!]));
    },
  };
}

/**
 * A machine as noisy as a small virtual one: its speed belongs to the time at which a sitting is held, so that the
 * order of sittings decides whom it meets. Slow drift, a random walk, bursts of steal that outlast a sitting, effects of
 * the round and of each bring-up.
 */
function busyMachine(random: Random): Noise {
  const slope = (0.16 * (random() - 0.5)) / 60;
  let [walk, burstLeft, burstDepth, slot] = [0, 0, 0, 0];
  const machine = (): number => {
    slot += 1;
    walk += 0.003 * normal(random);
    if (burstLeft === 0 && random() < 0.03) {
      burstLeft = 1 + Math.floor(-4 * Math.log(1 - random()));
      burstDepth = 0.02 + 0.13 * random();
    }
    const burst = burstLeft > 0 ? burstDepth : 0;
    burstLeft = Math.max(0, burstLeft - 1);
    return slope * slot + walk - burst;
  };
  return {
    round(held) {
      const shared = 0.01 * normal(random);
      return new Map(
        held.map((arm) => [
          arm,
          machine() + shared + sittingEffect(random) + 0.005 * normal(random),
        ]),
      );
    },
  };
}

/** Of one bring-up: Student's t with 3 degrees of freedom, and now and then a sitting that goes badly wrong. */
function sittingEffect(random: Random): number {
  const chiSquared = normal(random) ** 2 + normal(random) ** 2 + normal(random) ** 2;
  const heavy = (0.008 * normal(random)) / Math.sqrt(chiSquared / 3);
  return random() < 0.01 ? heavy - 0.3 * random() : heavy;
}

/** An arm's starts: chance of the fast speed, and noise beside it. */
export interface Starts {
  fast: number;
  deviation: number;
  /** Centre of what tells the speeds, where something does. */
  telltale?: number | undefined;
}

/**
 * Every arm draws one of two speeds at each of its starts, the logarithm of `speeds` apart, as often as `of` says. `machine` is added
 * to each sitting. What tells the speeds has them two thirds as far apart, and noise of 2 %, as starts of `fastify:bare` showed.
 */
export function twoSpeeds(
  of: (arm: string) => Starts,
  speeds: number,
  random: Random,
  machine = (): number => 0,
): Noise {
  const latest = new Map<string, number>();
  const noise = perSitting((arm) => {
    const { fast, deviation, telltale } = of(arm);
    const speed = random() < fast ? Math.log(speeds) : 0;
    if (telltale !== undefined) {
      latest.set(arm, Math.exp(telltale + (2 / 3) * speed + 0.02 * normal(random)));
    }
    return machine() + speed + deviation * normal(random);
  });
  return { ...noise, telltaleOf: (arm) => latest.get(arm) };
}

/**
 * A machine of two states, as 16 starts of `fastify:bare` on a small virtual one showed it: in one of them system calls took a
 * quarter longer, on both CPUs; it changed three times in 110 s, and windows of a round are 1.4 s apart. One sitting of two hundred goes wrong.
 */
export function machineOfTwoStates(random: Random): () => number {
  let isSlow = random() < 0.5;
  return () => {
    if (random() < 1 / 26) isSlow = !isSlow;
    return (isSlow ? -0.14 : 0) - (random() < 1 / 200 ? 0.3 * random() : 0);
  };
}

/** Source: G. E. P. Box and M. E. Muller, Annals of Mathematical Statistics 29 (1958) 610-611. */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
