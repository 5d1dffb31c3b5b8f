import { expect, test } from "vitest";
import fixtures from "./fixtures/hodges-lehmann-shift.json" with { type: "json" };
import { hodgesLehmannShift } from "./hodges-lehmann-shift.ts";
import { seededRandom } from "./random.ts";
import { rankSumTest } from "./rank-sum.ts";
import { normalValues } from "./testing/normal-values.ts";

test.each(fixtures)(
  "$a.length and $b.length values at $wanted: what scipy's test does not reject",
  ({ a, b, wanted, ...expected }) => {
    const result = hodgesLehmannShift(a, b, wanted);
    expect(result.estimate).toBeCloseTo(expected.estimate, 10);
    expect(result.low).toBeCloseTo(expected.low ?? -Infinity, 10);
    expect(result.high).toBeCloseTo(expected.high ?? Infinity, 10);
    expect(result.confidence).toBeCloseTo(expected.confidence, 12);
  },
);

test("small cases, by hand", () => {
  // Differences 3, 4, 4, 5: all of them, missed by 2 of the 6 ways.
  expect(hodgesLehmannShift([4, 5], [0, 1], 0.6)).toEqual({
    estimate: 4,
    low: 3,
    high: 5,
    confidence: 1 - 2 / 6,
  });
  expect(hodgesLehmannShift([4, 5], [0, 1])).toMatchObject({ low: -Infinity, high: Infinity });
});

test.each([
  [6, 9],
  [30, 30],
])("the interval of %i and %i values covers the shift as often as it says", (sizeA, sizeB) => {
  const random = seededRandom(31);
  const samples = 1000;
  let covered = 0;
  for (let i = 0; i < samples; i++) {
    const [a, b] = [normalValues(sizeA, random, 5), normalValues(sizeB, random)];
    const { low, high } = hodgesLehmannShift(a, b);
    if (low <= 5 && high >= 5) covered += 1;
    expect(low > 0 || high < 0).toBe(rankSumTest(a, b).p <= 0.05);
  }
  expect(covered / samples).toBeGreaterThanOrEqual(0.935);
  expect(covered / samples).toBeLessThanOrEqual(0.985);
});

test("what cannot be is refused in words", () => {
  expect(() => hodgesLehmannShift([1], [])).toThrow("expected at least 1 value, got 0");
  expect(() => hodgesLehmannShift([1], [2], 1)).toThrow("between 0 and 1, got 1");
});
