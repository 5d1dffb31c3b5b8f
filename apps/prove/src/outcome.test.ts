import { expect, test } from "vitest";
import { describeTarget, isReached, targetsOf } from "./outcome.ts";

test("a bound is reached at its very value, and missed beyond it", () => {
  const between = { name: "x", atLeast: 1, atMost: 2 };
  expect([0.99, 1, 2, 2.01].map((value) => isReached({ ...between, value }))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(describeTarget({ ...between, value: 1.23456 })).toBe("pass  x: 1.235 (1 to 2)");
});

test.each([Number.NaN, Infinity, -Infinity])(
  "%s is no figure: it is missed, and said in words",
  (value) => {
    for (const bound of [{ atMost: 0 }, { atLeast: 0 }]) {
      const target = { name: "x", value, ...bound };
      expect(isReached(target)).toBe(false);
      expect(describeTarget(target)).toMatch(
        /^MISS {2}x: not known: there is nothing to compute it from \(at (most|least) 0\)$/,
      );
    }
  },
);

test("who judges nothing has not passed", () => {
  expect(targetsOf({ targets: [] }).some(isReached)).toBe(false);
});
