import { expect, test } from "vitest";
import fixtures from "./fixtures/normal-tail.json" with { type: "json" };
import { normalTail } from "./normal-tail.ts";

test.each(fixtures)("the tail beyond $z is scipy's", ({ z, tail }) => {
  expect(Math.abs(normalTail(z) / tail - 1)).toBeLessThan(1e-12);
});

test("nothing lies beyond infinity, everything above minus infinity", () => {
  expect(normalTail(Infinity)).toBe(0);
  expect(normalTail(-Infinity)).toBe(1);
});
