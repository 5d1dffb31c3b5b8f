import { describe, expect, test } from "vitest";
import { seededRandom, type Random } from "./random.ts";
import { normalValues } from "./testing/normal-values.ts";
import { trendOf } from "./trend.ts";

const climbing = Array.from({ length: 30 }, (_, i) => 1000 + 10 * i + (i % 3));

test("a climb, a fall and a level are told apart, with the size of the growth", () => {
  const climb = trendOf(climbing)!;
  expect(climb.steady).toBe(false);
  expect(climb.growth).toBeCloseTo(1.19, 2);
  expect(trendOf(climbing.toReversed())!.growth).toBeCloseTo(1 / climb.growth, 2);
  expect(trendOf(climbing.toReversed())!.steady).toBe(false);
  expect(trendOf(Array.from({ length: 30 }, () => 1000))).toEqual({
    growth: 1,
    logError: 0,
    p: 1,
    steady: true,
  });
});

test("a sure growth within the margin is steady", () => {
  const slow = climbing.map((count) => count + 4000);
  expect(trendOf(slow)!.p).toBeLessThan(0.001);
  expect(trendOf(slow)!.steady).toBe(true);
  expect(trendOf(slow, { margin: 0.02 })!.steady).toBe(false);
});

test("only the shape counts, not the speed", () => {
  const bins = normalValues(12, seededRandom(5), 1000, 50);
  const [slow, fast] = [trendOf(bins)!, trendOf(bins.map((count) => count * 64))!];
  expect(fast.growth).toBeCloseTo(slow.growth, 12);
  expect(fast.p).toBeCloseTo(slow.p, 10);
});

test("a service that stops, or starts, is unsteady; one that never ran cannot be told", () => {
  expect(trendOf([9, 9, 9, 9, 9, 9, 0, 0, 0, 0])).toMatchObject({ growth: 0, steady: false });
  expect(trendOf([0, 0, 0, 0, 0, 9, 9, 9, 9, 9])).toMatchObject({
    growth: Infinity,
    steady: false,
  });
  expect(trendOf([0, 0, 0, 0, 0, 0])).toBeUndefined();
});

test("fewer than six bins cannot tell", () => {
  expect(trendOf([1, 2, 3, 4, 5])).toBeUndefined();
  expect(trendOf([1, 2, 3, 4, 5, 6])).toMatchObject({ growth: 11 / 3, steady: false });
});

/** Windows of 1, 1.5, 3, 5 and 10 s in bins of 100 ms. */
const windows = [10, 15, 30, 50, 100];
const sets = 1500;

/** Share of simulated series, each with a new draw, that are called unsteady. */
function unsteadyShare(draw: (random: Random) => number[], seed: number): number {
  const random = seededRandom(seed);
  let unsteady = 0;
  for (let set = 0; set < sets; set++) if (!trendOf(draw(random))!.steady) unsteady += 1;
  return unsteady / sets;
}

/** Noise of mean 0 and deviation 1, neighbours correlated by `memory` (an autoregression of the first order). */
function lasting(count: number, memory: number, random: Random): number[] {
  const shocks = normalValues(count, random);
  let level = shocks[0]!;
  return shocks.map((shock, i) => {
    level = i === 0 ? shock : memory * level + Math.sqrt(1 - memory ** 2) * shock;
    return level;
  });
}

/** Counts that happen by chance: near the normal law from 30 on. */
function counts(levels: readonly number[], random: Random): number[] {
  const noise = normalValues(levels.length, random);
  return levels.map((level, i) => Math.max(0, Math.round(level + Math.sqrt(level) * noise[i]!)));
}

const flat = (count: number, level: number) => Array.from({ length: count }, () => level);

describe.each(windows)("false alarms in %i bins", (count) => {
  test.each([30, 300, 3000])("of counts about %i by chance", (level) => {
    const draw = (random: Random) => counts(flat(count, level), random);
    expect(unsteadyShare(draw, 31)).toBeLessThanOrEqual(0.015);
  });

  test.each([0.1, 0.3])("of independent noise of %f", (deviation) => {
    const draw = (random: Random) => normalValues(count, random, 1, deviation);
    expect(unsteadyShare(draw, 32)).toBeLessThanOrEqual(0.015);
  });

  test.each([
    [0.3, 0.1, 0.045],
    [0.5, 0.1, 0.1],
    [0.5, 0.3, 0.1],
    [0.7, 0.1, 0.2],
  ])("of bursts that last, correlated by %f, of %f", (memory, deviation, most) => {
    const draw = (random: Random) =>
      lasting(count, memory, random).map((value) => Math.max(0, 1 + deviation * value));
    expect(unsteadyShare(draw, 33)).toBeLessThanOrEqual(most);
  });

  test.each([3, 5])(
    "of a collector that takes more and more, starting over every %i bins",
    (every) => {
      const draw = (random: Random) => {
        const phase = random() * every;
        return counts(
          flat(count, 1000).map((level, i) => level * (1 - (0.4 * ((i + phase) % every)) / every)),
          random,
        );
      };
      expect(unsteadyShare(draw, 34)).toBeLessThanOrEqual(0.015);
    },
  );

  test("of a pause in one bin of seven", () => {
    const draw = (random: Random) => {
      const phase = Math.floor(random() * 7);
      return counts(
        flat(count, 1000).map((level, i) => ((i + phase) % 7 === 0 ? level / 2 : level)),
        random,
      );
    };
    expect(unsteadyShare(draw, 35)).toBeLessThanOrEqual(0.015);
  });
});

/** Speeds over a window, from 0 to 1 of its length, relative to the speed at its start. */
const ramps = {
  "a straight climb by a half": (u: number) => 1 + 0.5 * u,
  "a climb by a half that levels off": (u: number) => 1 + (0.5 * (1 - Math.exp(-3 * u))) / 0.95,
  "two steps of a quarter": (u: number) => 1 + (u > 0.3 ? 0.25 : 0) + (u > 0.7 ? 0.25 : 0),
  "a straight fall by a third": (u: number) => 1 - u / 3,
};

describe.each(windows)("power in %i bins", (count) => {
  test.each(Object.entries(ramps))("%s", (_, speed) => {
    const levels = flat(count, 500).map((level, i) => level * speed((i + 0.5) / count));
    expect(unsteadyShare((random) => counts(levels, random), 41)).toBeGreaterThan(0.9);
    const bursts = (random: Random) =>
      lasting(count, 0.5, random).map((value, i) => levels[i]! * (1 + 0.03 * value));
    expect(unsteadyShare(bursts, 42)).toBeGreaterThan(0.85);
  });
});

test.each([
  [30, 0.15],
  [50, 0.12],
  [100, 0.1],
])("in %i bins a straight climb by %f is seen", (count, climb) => {
  const levels = flat(count, 1000).map((level, i) => level * (1 + (climb * (i + 0.5)) / count));
  expect(unsteadyShare((random) => counts(levels, random), 43)).toBeGreaterThan(0.8);
});

/** A server of 1 ms a request at first, falling to 0.1 ms with a time constant of 2 s. */
const warming = (seconds: number) => 100 / (0.1 + 0.9 * Math.exp(-seconds / 2));

test.each([
  [0, 1],
  [1, 1],
  [0, 1.5],
  [0, 3],
  [0, 5],
  [0.5, 1.5],
  [1, 3],
  [1, 5],
  [3, 3],
  [3, 5],
  [5, 3],
  [5, 5],
  [0, 10],
])("a server that warms up for ten seconds is seen from %f s on in %f s", (from, seconds) => {
  const levels = flat(Math.round(seconds * 10), 1).map((_, i) => warming(from + (i + 0.5) / 10));
  const draw = (random: Random) =>
    lasting(levels.length, 0.3, random).map((value, i) => levels[i]! * (1 + 0.03 * value));
  expect(unsteadyShare(draw, 44)).toBeGreaterThan(0.9);
});
