import { expect, test } from "vitest";
import fixtures from "./fixtures/rank-sum.json" with { type: "json" };
import { seededRandom } from "./random.ts";
import { leastRankSumP, rankSumTest } from "./rank-sum.ts";

test.each(fixtures)("$a.length and $b.length values (exact: $exact): scipy's p $p", (fixture) => {
  const { a, b, p, exact } = fixture;
  const result = rankSumTest(a, b);
  expect(result.p).toBeCloseTo(p, 12);
  expect(result.exact).toBe(exact);
  expect(rankSumTest(b, a).p).toBeCloseTo(p, 12);
});

test("small cases, counted by hand", () => {
  // One of the 20 ways to choose 3 of 6, on either side.
  expect(rankSumTest([1, 2, 3], [4, 5, 6])).toEqual({ p: 2 / 20, exact: true });
  // Ranks 1.5, 1.5, 3: the higher sum 4.5 has two of three ways, the lower sums one.
  expect(rankSumTest([1], [1, 2]).p).toBe(1);
  expect(rankSumTest([7, 7], [7, 7])).toEqual({ p: 1, exact: true });
  expect(
    rankSumTest(
      Array.from({ length: 60 }, () => 7),
      [7],
    ).p,
  ).toBe(1);
});

test.each([8, 40])(
  "at 0.05 it raises a false alarm in about a twentieth of samples of %i",
  (count) => {
    const random = seededRandom(21);
    const draw = () => Array.from({ length: count }, () => -Math.log(1 - random()));
    const samples = 1500;
    let alarms = 0;
    for (let i = 0; i < samples; i++) if (rankSumTest(draw(), draw()).p <= 0.05) alarms += 1;
    expect(alarms / samples).toBeGreaterThan(0.035);
    expect(alarms / samples).toBeLessThan(0.065);
  },
);

test("what cannot be is refused in words", () => {
  expect(() => rankSumTest([], [1])).toThrow("rankSumTest: expected at least 1 value, got 0");
  expect(() => rankSumTest([1], [Infinity])).toThrow("expected finite values, got Infinity");
});

test.each([
  [3, 3],
  [3, 5],
  [5, 12],
  [1, 9],
])("the least p of %i and %i values is that of samples that do not overlap", (sizeA, sizeB) => {
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
  const { p } = rankSumTest(
    upTo(sizeA),
    upTo(sizeB).map((value) => value + 100),
  );
  expect(leastRankSumP(sizeA, sizeB)).toBeCloseTo(p, 12);
  expect(leastRankSumP(sizeB, sizeA)).toBeCloseTo(p, 12);
});
