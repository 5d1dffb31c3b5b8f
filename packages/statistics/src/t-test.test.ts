import { expect, test } from "vitest";
import fixtures from "./fixtures/t-test.json" with { type: "json" };
import { pooledTTest } from "./t-test.ts";

test.each(fixtures)("$a.length and $b.length values: scipy's p", ({ a, b, pooled }) => {
  expect(pooledTTest(a, b)).toBeCloseTo(pooled, 12);
});

test("without any variance only the means speak", () => {
  expect(pooledTTest([2, 2, 2], [2, 2])).toBe(1);
  expect(pooledTTest([2, 2, 2], [3, 3])).toBe(0);
});

test("too few values carry no p", () => {
  expect(pooledTTest([1], [2])).toBeNaN();
  expect(pooledTTest([], [2, 3, 4])).toBeNaN();
});
