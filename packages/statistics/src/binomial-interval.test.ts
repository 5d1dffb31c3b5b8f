import { expect, test } from "vitest";
import { exactBinomialInterval } from "./binomial-interval.ts";
import fixtures from "./fixtures/binomial-interval.json" with { type: "json" };
import { seededRandom } from "./random.ts";

test.each(fixtures)("$successes of $trials at $confidence: scipy's interval", (fixture) => {
  const { successes, trials, confidence, low, high } = fixture;
  const interval = exactBinomialInterval(successes, trials, confidence);
  expect(interval.low).toBeCloseTo(low, 10);
  expect(interval.high).toBeCloseTo(high, 10);
});

test("no success in n trials: the rule 1 - (tail)^(1/n)", () => {
  expect(exactBinomialInterval(0, 40).low).toBe(0);
  expect(exactBinomialInterval(0, 40).high).toBeCloseTo(1 - 0.025 ** (1 / 40), 12);
  expect(exactBinomialInterval(40, 40)).toMatchObject({ high: 1 });
});

test("the interval covers the probability at least as often as it says", () => {
  const random = seededRandom(51);
  for (const p of [0.05, 0.3]) {
    let covered = 0;
    for (let i = 0; i < 1000; i++) {
      const successes = Array.from({ length: 40 }, random).filter((value) => value < p).length;
      const { low, high } = exactBinomialInterval(successes, 40);
      if (low <= p && high >= p) covered += 1;
    }
    expect(covered).toBeGreaterThanOrEqual(945);
  }
});

test("what cannot be is refused in words", () => {
  expect(() => exactBinomialInterval(5, 4)).toThrow("got 5 of 4");
  expect(() => exactBinomialInterval(0, 0)).toThrow("got 0 of 0");
  expect(() => exactBinomialInterval(1.5, 4)).toThrow("got 1.5 of 4");
  expect(() => exactBinomialInterval(1, 4, 95)).toThrow("between 0 and 1, got 95");
});
