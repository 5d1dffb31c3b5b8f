import { expect, test } from "vitest";
import fixtures from "./fixtures/incomplete-beta.json" with { type: "json" };
import { incompleteBeta } from "./incomplete-beta.ts";

test.each(fixtures)("I($x; $a, $b) is scipy's $p", ({ a, b, x, p }) => {
  expect(Math.abs(incompleteBeta(x, a, b) - p)).toBeLessThanOrEqual(1e-10 * p + 1e-300);
});

test("nothing lies outside 0 to 1", () => {
  expect([incompleteBeta(0, 2, 3), incompleteBeta(1, 2, 3)]).toEqual([0, 1]);
});
