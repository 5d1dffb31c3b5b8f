import { expect, test } from "vitest";
import fixtures from "./fixtures/normal-quantile.json" with { type: "json" };
import { normalQuantile } from "./normal-quantile.ts";

test.each(fixtures)("below scipy's $z lies $p", ({ p, z }) => {
  expect(normalQuantile(p)).toBeCloseTo(z, 9);
});

test("the ends are infinite, and beyond them is nothing", () => {
  expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
  expect(() => normalQuantile(1.1)).toThrow("expected p from 0 to 1, got 1.1");
});
