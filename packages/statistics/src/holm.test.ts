import { expect, test } from "vitest";
import fixtures from "./fixtures/holm.json" with { type: "json" };
import { holm } from "./holm.ts";

test.each(fixtures)("$p is adjusted as by the closed Bonferroni test", ({ p, adjusted }) => {
  const result = holm(p);
  expect(result).toHaveLength(p.length);
  for (const [i, each] of adjusted.entries()) expect(result[i]).toBeCloseTo(each, 12);
});

test("a small case by hand: times 3, 2, 1, never falling, in input order", () => {
  expect(holm([0.5, 0.125, 0.375])).toEqual([0.75, 0.375, 0.75]);
});

test("the input is left as it was, and what is no p-value is refused", () => {
  const p = [0.3, 0.1];
  holm(p);
  expect(p).toEqual([0.3, 0.1]);
  expect(() => holm([0.5, 1.2])).toThrow("expected p from 0 to 1, got 1.2");
  expect(() => holm([Number.NaN])).toThrow("got NaN");
});
