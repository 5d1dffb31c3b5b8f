import { expect, test } from "vitest";
import fixtures from "./fixtures/hodges-lehmann.json" with { type: "json" };
import { fewestForRanks, hodgesLehmann } from "./hodges-lehmann.ts";
import { seededRandom } from "./random.ts";
import { signedRankTest } from "./signed-rank.ts";

test.each(fixtures)(
  "$values.length values at $wanted: what scipy's test does not reject",
  ({ values, wanted, ...expected }) => {
    const result = hodgesLehmann(values, wanted);
    expect(result.estimate).toBeCloseTo(expected.estimate, 10);
    expect(result.low).toBeCloseTo(expected.low ?? -Infinity, 10);
    expect(result.high).toBeCloseTo(expected.high ?? Infinity, 10);
    expect(result.confidence).toBeCloseTo(expected.confidence, 12);
  },
);

test("small cases, by hand", () => {
  // Walsh averages 1, 2, 3, 3, 4, 5 (of 1, 3, 5): the middle is 3.
  expect(hodgesLehmann([5, 1, 3]).estimate).toBe(3);
  // Walsh averages of 0, 0, 9: 0, 0, 0, 4.5, 4.5, 9.
  expect(hodgesLehmann([0, 0, 9]).estimate).toBe(2.25);
  // Six values at 95 %: only the outermost averages, missed by 2 of 64 sign patterns.
  expect(hodgesLehmann([6, 1, 2, 3, 4, 5])).toEqual({
    estimate: 3.5,
    low: 1,
    high: 6,
    confidence: 62 / 64,
  });
});

test("fewer than six values carry no interval at 95 %, but an estimate", () => {
  expect(fewestForRanks).toBe(6);
  expect(hodgesLehmann([1, 2, 3, 4, 5])).toEqual({
    estimate: 3,
    low: -Infinity,
    high: Infinity,
    confidence: 1,
  });
  expect(hodgesLehmann([1, 2, 3, 4, 5], 0.9375)).toMatchObject({ low: 1, high: 5 });
});

test("equal values leave no width", () => {
  const equal = Array.from({ length: 9 }, () => 7);
  expect(hodgesLehmann(equal)).toMatchObject({ estimate: 7, low: 7, high: 7 });
});

/** The difference of two equal skewed laws: symmetric around zero, with heavier tails than the normal. */
function sample(count: number, random: () => number): number[] {
  return Array.from({ length: count }, () => Math.log((1 - random()) / (1 - random())));
}

test.each([9, 30])("the interval of %i values covers the centre as often as it says", (count) => {
  const random = seededRandom(5);
  const samples = 2000;
  let covered = 0;
  for (let i = 0; i < samples; i++) {
    const { low, high } = hodgesLehmann(sample(count, random));
    if (low <= 0 && high >= 0) covered += 1;
  }
  expect(covered / samples).toBeGreaterThanOrEqual(0.945);
  expect(covered / samples).toBeLessThanOrEqual(0.975);
});

test("the interval leaves zero out exactly when the test rejects zero", () => {
  const random = seededRandom(6);
  const rejected = Array.from({ length: 400 }, (_, i) => {
    const values = sample(6 + (i % 30), random).map((value) => value + 0.5);
    const { low, high } = hodgesLehmann(values);
    const rejects = signedRankTest(values).p <= 0.05;
    expect(low > 0 || high < 0).toBe(rejects);
    return rejects;
  });
  expect(new Set(rejected).size).toBe(2);
});

test("what cannot be is refused in words", () => {
  expect(() => hodgesLehmann([])).toThrow("expected at least 1 value, got 0");
  expect(() => hodgesLehmann([1, Infinity])).toThrow("expected finite values, got Infinity");
  expect(() => hodgesLehmann([1], 95)).toThrow("expected a confidence between 0 and 1, got 95");
});
