import { expect, test } from "vitest";
import { energySplit } from "./energy-split.ts";
import fixtures from "./fixtures/energy-split.json" with { type: "json" };

test.each(fixtures)("$values.length values: the best of all splits, pair by pair", (fixture) => {
  const split = energySplit(fixture.values)!;
  expect(split.at).toBe(fixture.at);
  expect(split.energy).toBeCloseTo(fixture.energy, 10);
});

test("a small case by hand", () => {
  // 2·2/4 · (2·3 - 0 - 0)
  expect(energySplit([1, 1, 4, 4])).toEqual({ at: 2, energy: 6 });
});

test("equal values, one and none have no split", () => {
  for (const values of [[0.1, 0.1, 0.1, 0.1], [5], []]) expect(energySplit(values)).toBeUndefined();
});

test("no side is shorter than asked for", () => {
  // By itself the last value, 9, is the best of all splits.
  const values = [0, 0, 0, 0, 1, 1, 1, 9];
  expect(energySplit(values)?.at).toBe(7);
  expect(energySplit(values, 3)?.at).toBe(4);
  expect(energySplit(values.slice(0, 5), 3)).toBeUndefined();
});
