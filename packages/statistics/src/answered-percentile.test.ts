import { expect, test } from "vitest";
import { answeredPercentileMs, answeredPercentileRange } from "./answered-percentile.ts";
import { Histogram } from "./histogram.ts";

/** Of so many answers, 1 to 100 ms evenly. */
function answers(count: number): Histogram {
  const histogram = new Histogram(9);
  for (let i = 0; i < count; i++) histogram.record(10_000 * (1 + (99 * i) / (count - 1)));
  return histogram;
}

test("requests that were never answered are slower than any", () => {
  const histogram = answers(50_000);
  const all = answeredPercentileMs(histogram, 99.9) as number;
  expect(all).toBeCloseTo(99.9, 0);
  // 0.1 % more: what was p99.8 is p99.9 now, of 2 % nothing is left.
  expect(answeredPercentileMs(histogram, 99.9, 40)).toBeGreaterThan(all);
  expect(answeredPercentileMs(histogram, 99.9, 60)).toBe("unanswered");
  expect(answeredPercentileMs(histogram, 99, 1_000)).toBe("unanswered");
  expect(answeredPercentileMs(histogram, 50, 1_000)).toBeGreaterThan(50.4);
});

test("a percentile rests on 30 requests beyond it, answered or not", () => {
  expect(answeredPercentileMs(answers(2_900), 99)).toBeNull();
  expect(answeredPercentileMs(answers(2_900), 99, 100)).toBe("unanswered");
  expect(answeredPercentileMs(answers(3_000), 99)).not.toBeNull();
  expect(answeredPercentileMs(undefined, 50)).toBeNull();
  expect(answeredPercentileMs(new Histogram(9), 50, 100)).toBe("unanswered");
});

test("the range is the bucket's", () => {
  const histogram = answers(10_000);
  const { lowMs, highMs } = answeredPercentileRange(histogram, 90)!;
  const value = answeredPercentileMs(histogram, 90) as number;
  expect(lowMs).toBeLessThan(value);
  expect(highMs).toBeGreaterThan(value);
  expect(highMs / lowMs).toBeLessThan(1 + 1 / 512 + 1e-3);
  expect(answeredPercentileRange(histogram, 99, 500)).toEqual({
    lowMs: Infinity,
    highMs: Infinity,
  });
});
