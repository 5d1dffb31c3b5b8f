import { expect, test } from "vitest";
import fixtures from "./fixtures/percentile-interval.json" with { type: "json" };
import { percentileInterval } from "./percentile-interval.ts";
import { seededRandom } from "./random.ts";

test.each(fixtures)(
  "$count values, p $p at $confidence: ranks $ranks as scipy's binomial",
  (fixture) => {
    const interval = percentileInterval(fixture.count, fixture.p, fixture.confidence);
    expect(interval && [interval.lowRank, interval.highRank]).toEqual(fixture.ranks ?? undefined);
  },
);

test("the median of six lies between the outermost with 62 of 64, and with no more", () => {
  expect(percentileInterval(6, 0.5, 62 / 64)).toEqual({ lowRank: 1, highRank: 6 });
  expect(percentileInterval(6, 0.5, 0.97)).toBeUndefined();
});

test("a confidence that is reached exactly is not lost to rounding", () => {
  // For p = 1/2 every tail is a whole number of 2^-count, so confidence and limit are exact doubles.
  for (let count = 2; count <= 30; count++) {
    let ways = 1;
    let tail = 1;
    for (let rank = 1; 2 * rank <= count; rank++) {
      const confidence = 1 - (2 * tail) / 2 ** count;
      const highRank = count + 1 - rank;
      expect(percentileInterval(count, 0.5, confidence)).toEqual({ lowRank: rank, highRank });
      ways = (ways * (count - rank + 1)) / rank;
      tail += ways;
    }
  }
});

test("nothing carries nothing", () => {
  expect(percentileInterval(0, 0.5, 0.5)).toBeUndefined();
});

test("the interval covers the true quantile at least as often as it says", () => {
  const random = seededRandom(9);
  const { lowRank, highRank } = percentileInterval(100, 0.9, 0.95)!;
  const samples = 4000;
  let covered = 0;
  for (let i = 0; i < samples; i++) {
    const sorted = Array.from({ length: 100 }, random).toSorted((a, b) => a - b);
    if (sorted[lowRank - 1]! <= 0.9 && sorted[highRank - 1]! >= 0.9) covered += 1;
  }
  expect(covered / samples).toBeGreaterThanOrEqual(0.945);
  expect(covered / samples).toBeLessThan(0.98);
});

test("what cannot be is refused in words", () => {
  expect(() => percentileInterval(1.5, 0.5, 0.95)).toThrow("expected a whole count >= 0, got 1.5");
  expect(() => percentileInterval(10, 99, 0.95)).toThrow("expected p between 0 and 1, got 99");
  expect(() => percentileInterval(10, 0.5, 1)).toThrow(
    "expected confidence between 0 and 1, got 1",
  );
});
