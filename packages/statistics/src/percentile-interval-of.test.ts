import { expect, test } from "vitest";
import { Histogram } from "./histogram.ts";
import { percentileIntervalOf } from "./percentile-interval-of.ts";
import { percentileInterval } from "./percentile-interval.ts";
import { seededRandom } from "./random.ts";

test("small values: exactly the order statistics", () => {
  const histogram = new Histogram();
  for (let value = 1; value <= 500; value++) histogram.record(value);
  const ranks = percentileInterval(500, 0.9, 0.95)!;
  expect(percentileIntervalOf(histogram, 90)).toEqual({ low: ranks.lowRank, high: ranks.highRank });
});

test("coarse buckets: it reaches from one order statistic to the other, whole buckets included", () => {
  const random = seededRandom(132);
  const ranks = percentileInterval(2000, 0.9, 0.95)!;
  for (let i = 0; i < 20; i++) {
    const values = Array.from({ length: 2000 }, () => Math.round(random() * 1e6));
    const histogram = new Histogram(4);
    for (const value of values) histogram.record(value);
    const sorted = values.toSorted((a, b) => a - b);
    const { low, high } = percentileIntervalOf(histogram, 90)!;
    expect(low).toBeLessThanOrEqual(sorted[ranks.lowRank - 1]!);
    expect(high).toBeGreaterThanOrEqual(sorted[ranks.highRank - 1]!);
  }
});

test("what the histogram cannot carry is not told", () => {
  const histogram = new Histogram();
  expect(percentileIntervalOf(histogram, 50)).toBeUndefined();
  histogram.recordMany(1000, 300);
  expect(percentileIntervalOf(histogram, 99.9)).toBeUndefined();
  expect(percentileIntervalOf(histogram, 50)).toEqual({ low: 1000, high: 1000 });
});

test("it covers the law's percentile at least as often as it says, in spite of the buckets", () => {
  const random = seededRandom(131);
  const truth = -Math.log(0.01) * 1e5;
  const sets = 500;
  let covered = 0;
  for (let i = 0; i < sets; i++) {
    // Coarse buckets: a sixteenth of the value wide.
    const histogram = new Histogram(4);
    for (let k = 0; k < 1000; k++) histogram.record(Math.round(-Math.log(1 - random()) * 1e5));
    const { low, high } = percentileIntervalOf(histogram, 99)!;
    expect(low).toBeLessThanOrEqual(histogram.percentile(99));
    expect(high).toBeGreaterThanOrEqual(histogram.percentile(99));
    if (low <= truth && high >= truth) covered += 1;
  }
  expect(covered / sets).toBeGreaterThanOrEqual(0.945);
});

test("percentages outside 0 to 100 are refused in words", () => {
  expect(() => percentileIntervalOf(new Histogram(), 100)).toThrow("p between 0 and 1, got 1");
});
