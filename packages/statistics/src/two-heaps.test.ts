import { describe, expect, test } from "vitest";
import { seededRandom, type Random } from "./random.ts";
import { normalValues } from "./testing/normal-values.ts";
import { twoHeaps } from "./two-heaps.ts";

const exponential = (random: Random): number => -Math.log(1 - random());

const laws: Record<string, (count: number, random: Random) => number[]> = {
  normal: (count, random) => normalValues(count, random),
  "heavy tails (Student's t, 3 degrees)": (count, random) =>
    normalValues(count, random).map((value) => {
      const squares = normalValues(3, random).reduce((sum, each) => sum + each ** 2, 0);
      return value / Math.sqrt(squares / 3);
    }),
  "a drift": (count, random) =>
    normalValues(count, random).map((value, round) => value + (6 * round) / count),
  skewed: (count, random) => Array.from({ length: count }, () => exponential(random)),
  uniform: (count, random) => Array.from({ length: count }, () => random()),
};

/** Share of samples in which two heaps are found. */
function foundShare(draw: (random: Random) => number[], seed: number, samples = 2000): number {
  const random = seededRandom(seed);
  let found = 0;
  for (let n = 0; n < samples; n++) if (twoHeaps(draw(random))) found++;
  return found / samples;
}

/** Log throughput of a server that draws one of two speeds 0.28 apart when it starts, with 2 % of noise. */
function twoSpeeds(count: number, random: Random, fastShare = 0.5): number[] {
  return normalValues(count, random, 11, 0.02).map(
    (value) => value + (random() < fastShare ? 0.28 : 0),
  );
}

describe("one heap is called two in at most 1 % of samples", () => {
  test.each(Object.keys(laws))("%s", (law) => {
    for (const count of [6, 8, 11, 20, 27, 40]) {
      const share = foundShare((random) => laws[law]!(count, random), count);
      // Three standard errors of 2,000 samples.
      expect(share, `${count} values`).toBeLessThan(0.01 + 3 * Math.sqrt((0.01 * 0.99) / 2000));
    }
  });
});

test("two speeds 0.28 apart with 2 % of noise are found", () => {
  const power = (count: number, fastShare?: number): number =>
    foundShare((random) => twoSpeeds(count, random, fastShare), 7, 1000);
  // With 8 starts, three in ten draw fewer than three of one speed.
  expect(power(8)).toBeGreaterThan(0.6);
  expect(power(10)).toBeGreaterThan(0.83);
  expect(power(20)).toBeGreaterThan(0.98);
  expect(power(20, 0.3)).toBeGreaterThan(0.93);
  expect(power(60, 0.3)).toBeGreaterThan(0.98);
});

test("heaps 7 deviations apart are found among 40 values", () => {
  const draw = (random: Random): number[] =>
    normalValues(40, random).map((value) => value + (random() < 0.5 ? 7 : 0));
  expect(foundShare(draw, 12, 500)).toBeGreaterThan(0.9);
});

test("says which values lie in which heap", () => {
  const found = twoHeaps([10, 20.1, 10.1, 20, 9.9, 20.2, 10.2, 19.9])!;
  expect(found.low).toEqual([0, 2, 4, 6]);
  expect(found.high).toEqual([1, 3, 5, 7]);
  expect(found.lowMean).toBeCloseTo(10.05);
  expect(found.highMean).toBeCloseTo(20.05);
  expect(found.p).toBe(0.001);
});

test("two strays are no heap, and of few or equal values nothing is told", () => {
  expect(twoHeaps([1, 1.01, 1.02, 1.03, 0.99, 0.98, 5, 5.01])).toBeUndefined();
  expect(twoHeaps([1, 1, 1, 9, 9])).toBeUndefined();
  expect(twoHeaps([])).toBeUndefined();
  expect(twoHeaps([3, 3, 3, 3, 3, 3, 3])).toBeUndefined();
  // Heaps without any spread of their own are as far apart as can be.
  expect(twoHeaps([3, 3, 3, 4, 4, 4])?.low).toEqual([0, 1, 2]);
  expect(() => twoHeaps([1, NaN])).toThrow("got NaN");
});
