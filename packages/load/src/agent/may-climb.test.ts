import { describe, expect, test } from "vitest";
import { seededRandom, type Random } from "@stackbench/statistics";
import { simulatedLoad, timeOf } from "../testing/simulated-load.ts";
import { untilWarm } from "./until-warm.ts";

/** Simulated servers of each kind. */
const servers = 100;

/** A Poisson count; near the normal law from 60 on. */
function countOf(mean: number, random: Random): number {
  if (mean > 60) {
    const noise = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * noise));
  }
  const limit = Math.exp(-mean);
  let count = -1;
  for (let product = 1; product > limit; product *= 1 - random()) count++;
  return count;
}

/** How the warm-up of a load ends whose answers a second are a function of its time, and come by chance. */
async function warmUpOf(perSecond: (seconds: number) => number, random: Random | undefined) {
  const load = simulatedLoad((interval) => {
    const { seconds, share } = timeOf(interval);
    const mean = perSecond(seconds) * share;
    return random === undefined ? mean : countOf(mean, random);
  });
  return await untilWarm({ seconds: 2, atMostSeconds: 15 }, load);
}

async function warmUpsOf(perSecond: (seconds: number) => number) {
  const random = seededRandom(11);
  const all = [];
  for (let i = 0; i < servers; i++) all.push(await warmUpOf(perSecond, random));
  return {
    seconds: all.map(({ seconds }) => seconds).toSorted((a, b) => a - b),
    unsteady: all.filter(({ steady }) => !steady).length / servers,
  };
}

const shareBelow = (seconds: readonly number[], limit: number) =>
  seconds.filter((each) => each < limit).length / seconds.length;

describe.each([
  [100, 0.2, 5],
  [300, 0.15, 4],
  [1000, 0.1, 3.5],
  [10_000, 0, 2.3],
])("at %i answers/s", (rate, mostEarly, mostUsual) => {
  test("a server that becomes five times as fast in ten seconds is not taken for warm in the first four", async () => {
    const { seconds } = await warmUpsOf((at) => rate * (0.2 + 0.8 * Math.min(1, at / 10)));
    expect(shareBelow(seconds, 4)).toBeLessThanOrEqual(mostEarly);
  });

  test("a steady one is not called unsteady, and soon taken for warm", async () => {
    const { seconds, unsteady } = await warmUpsOf(() => rate);
    expect(unsteady).toBeLessThanOrEqual(0.01);
    expect(seconds[servers / 2]).toBeLessThan(mostUsual);
  });
});

test.each([20, 100, 1000, 10_000])(
  "%i a second like clockwork are warm when their time is up",
  async (rate) => {
    const { seconds, steady } = await warmUpOf(() => rate, undefined);
    expect(steady).toBe(true);
    expect(seconds).toBeCloseTo(2, 1);
  },
);

test("so few that no wait would tell are not waited for", async () => {
  const { seconds, unsteady } = await warmUpsOf(() => 10);
  expect(seconds.at(-1)).toBeLessThan(3);
  expect(unsteady).toBeLessThanOrEqual(0.01);
});
