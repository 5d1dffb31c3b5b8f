import { expect, test } from "vitest";
import fixtures from "./fixtures/kendall-tau.json" with { type: "json" };
import { kendallTau } from "./kendall-tau.ts";

test.each(fixtures)("$a.length values: scipy's $tau", ({ a, b, tau }) => {
  expect(kendallTau(a, b)).toBeCloseTo(tau, 12);
});

test("the same order gives 1, the opposite -1, ties in one of them less than 1", () => {
  expect(kendallTau([1, 2, 3], [10, 20, 30])).toBe(1);
  expect(kendallTau([1, 2, 3], [3, 2, 1])).toBe(-1);
  // Two of two ordered pairs agree, of three in the other: 2 / sqrt(2 * 3).
  expect(kendallTau([1, 1, 2], [1, 2, 3])).toBeCloseTo(2 / Math.sqrt(6), 12);
});

test("where nothing is ranked there is no tau", () => {
  expect(kendallTau([], [])).toBeNaN();
  expect(kendallTau([1, 1], [1, 2])).toBeNaN();
  expect(() => kendallTau([1], [1, 2])).toThrow("equally many values, got 1 and 2");
});
