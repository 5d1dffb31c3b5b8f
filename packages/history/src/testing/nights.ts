import type { Night } from "@stackbench/model";
import { nightOn, type NightSketch } from "@stackbench/model/testing";
import { seededRandom, type Random } from "@stackbench/statistics";

/** What happens to a made-up history; nights are counted from 1. */
export interface NightsSketch {
  seed: number;
  nights?: number;
  /** The first is the anchor. */
  variants?: readonly string[];
  /** What a variant's speed is multiplied by in a night, beside its noise. */
  speed?: (key: string, night: number) => number;
  sketch?: (night: number) => Pick<NightSketch, "conditions" | "versions" | "images">;
  /** Standard deviations of logarithms. */
  noise?: Partial<Noise>;
}

interface Noise {
  /** What all variants of a night share: from night to night, and as a drift. */
  common: number;
  commonDrift: number;
  /** Of each by itself, the anchor too. */
  own: number;
  ownDrift: number;
  /** How much of a drift is left after a night. */
  persistence: number;
}

/** As supposed of virtual machines: 2.5 % in common, 1.25 % of each by itself, and both drift. */
const realNoise: Noise = {
  common: 0.025,
  commonDrift: 0.01,
  own: 0.0125,
  ownDrift: 0.005,
  persistence: 0.9,
};

const firstNight = Date.UTC(2026, 0, 1);

/** Nights of a machine and of stacks that are noisy and drift, and what was made to happen to them. */
export function makeNights(sketch: NightsSketch): Night[] {
  return [...eachNight(sketch)];
}

/** The same one by one: of a long history no more than one is held. */
export function* eachNight({
  seed,
  nights = 90,
  variants = ["node-http:bare", "fastify:bare"],
  speed = () => 1,
  sketch = () => ({}),
  noise,
}: NightsSketch): Generator<Night> {
  const random = seededRandom(seed);
  const { common, commonDrift, own, ownDrift, persistence } = { ...realNoise, ...noise };
  const machine = drifting(random, { deviation: commonDrift, persistence });
  const drifts = new Map(
    variants.map((key) => [key, drifting(random, { deviation: ownDrift, persistence })]),
  );
  for (let index = 0; index < nights; index++) {
    const shared = machine() + common * normal(random);
    const throughput = variants.map((key, place) => {
      const log = shared + drifts.get(key)!() + own * normal(random);
      return [key, (20_000 / (1 + place / 3)) * Math.exp(log) * speed(key, index + 1)] as const;
    });
    const day = new Date(firstNight + index * 86_400_000).toISOString().slice(0, 10);
    yield nightOn(day, { throughput: Object.fromEntries(throughput), ...sketch(index + 1) });
  }
}

/** An autoregressive process of the first order, by night. */
function drifting(
  random: Random,
  { deviation, persistence }: { deviation: number; persistence: number },
): () => number {
  let level = deviation * normal(random);
  const step = deviation * Math.sqrt(1 - persistence ** 2);
  return () => {
    level = persistence * level + step * normal(random);
    return level;
  };
}

/** Box and Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
