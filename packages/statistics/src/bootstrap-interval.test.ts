import { expect, test } from "vitest";
import { bootstrapInterval } from "./bootstrap-interval.ts";
import fixtures from "./fixtures/bootstrap-interval.json" with { type: "json" };
import { mean } from "./mean.ts";
import { median } from "./median.ts";
import { seededRandom } from "./random.ts";
import { normalValues } from "./testing/normal-values.ts";

const statistics: Record<string, (values: readonly number[]) => number> = {
  mean,
  median,
  deviation: (values) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2))),
};

test.each(fixtures)("BCa of the $statistic is scipy's but for chance", (fixture) => {
  const interval = bootstrapInterval(fixture.values, statistics[fixture.statistic]!, {
    random: seededRandom(61),
    resamples: 20_000,
  });
  expect(interval.method).toBe("bca");
  const width = fixture.high - fixture.low;
  expect(Math.abs(interval.low - fixture.low)).toBeLessThan(0.03 * width);
  expect(Math.abs(interval.high - fixture.high)).toBeLessThan(0.03 * width);
});

test("equal seeds give equal intervals", () => {
  const draw = (seed: number) =>
    bootstrapInterval([3, 1, 4, 1, 5, 9, 2, 6], mean, { random: seededRandom(seed) });
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
});

test("of a skewed law's mean it covers about as often as it says", () => {
  const random = seededRandom(62);
  const truth = Math.exp(0.5 ** 2 / 2);
  let covered = 0;
  for (let i = 0; i < 300; i++) {
    const values = normalValues(40, random, 0, 0.5).map(Math.exp);
    const { low, high } = bootstrapInterval(values, mean, { random, resamples: 1000 });
    if (low <= truth && high >= truth) covered += 1;
  }
  expect(covered / 300).toBeGreaterThan(0.9);
  expect(covered / 300).toBeLessThan(0.98);
});

test("items of any kind: a ratio of sums over pairs", () => {
  const pairs = Array.from({ length: 30 }, (_, i) => ({ cpu: 2 * (i + 1), requests: i + 1 }));
  const ratio = (items: typeof pairs) =>
    items.reduce((sum, { cpu }) => sum + cpu, 0) /
    items.reduce((sum, { requests }) => sum + requests, 0);
  expect(
    bootstrapInterval(pairs, (items) => ratio([...items]), { random: seededRandom(63) }),
  ).toMatchObject({
    estimate: 2,
    low: 2,
    high: 2,
  });
});

test("where BCa cannot be worked out it says why and gives percentiles", () => {
  const random = seededRandom(64);
  expect(bootstrapInterval([5, 5, 5], mean, { random })).toEqual({
    estimate: 5,
    low: 5,
    high: 5,
    method: "percentile",
    reason: "leaving any one item out does not move the statistic",
  });
  // A resample of twelve different values practically never holds them all.
  const twelve = Array.from({ length: 12 }, (_, i) => i);
  const different = (values: readonly number[]) => new Set(values).size;
  expect(bootstrapInterval(twelve, different, { random })).toMatchObject({
    estimate: 12,
    method: "percentile",
    reason: "every resample lies on one side of the estimate",
  });
});

test("what cannot be is refused in words", () => {
  const random = seededRandom(1);
  expect(() => bootstrapInterval([1], mean, { random })).toThrow("at least 2 items, got 1");
  expect(() => bootstrapInterval([1, 2], mean, { random, resamples: 5 })).toThrow("got 5");
  expect(() => bootstrapInterval([1, 2], mean, { random, confidence: 1 })).toThrow("got 1");
  expect(() => bootstrapInterval([1, 2], () => Number.NaN, { random })).toThrow("got NaN");
});
