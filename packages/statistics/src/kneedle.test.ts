import { expect, test } from "vitest";
import fixtures from "./fixtures/kneedle.json" with { type: "json" };
import { kneedle, type KneedleOptions } from "./kneedle.ts";

test.each(fixtures)("$curve $direction: the knees of the package kneed", (fixture) => {
  const shape = { curve: fixture.curve, direction: fixture.direction } as KneedleOptions;
  for (const { sensitivity, at } of fixture.knees) {
    const found = kneedle(fixture.points, { ...shape, sensitivity }).map(({ x }) => x);
    expect(found.toSorted((a, b) => a - b)).toEqual(at);
  }
});

const rising = { curve: "concave", direction: "increasing" } as const;

test("the paper's example, 5 - 1/(x + 0.1) at ten points from 0 to 1, has its knee at 2/9", () => {
  const points = Array.from({ length: 10 }, (_, i) => ({ x: i / 9, y: 5 - 1 / (i / 9 + 0.1) }));
  expect(kneedle(points, rising)).toEqual([points[2]]);
});

test("the points may come in any order, unevenly spaced", () => {
  const points = [64, 1, 16, 2, 32, 4, 8].map((x) => ({ x, y: Math.min(x, 8) * 100 }));
  expect(kneedle(points, rising)).toEqual([{ x: 8, y: 800 }]);
});

test("two plateaus are two knees, in order", () => {
  const ys = [0, 4, 8, 8.1, 8.2, 8.3, 8.4, 12, 16, 16.1, 16.2, 16.3, 16.4];
  const points = ys.map((y, x) => ({ x, y }));
  expect(kneedle(points, { ...rising, sensitivity: 0.5 }).map(({ x }) => x)).toEqual([2, 8]);
});

test("a line and a constant have no knee", () => {
  const line = Array.from({ length: 9 }, (_, x) => ({ x, y: 2 ** -4 * x }));
  expect(kneedle(line, rising)).toEqual([]);
  expect(
    kneedle(
      line.map(({ x }) => ({ x, y: 3 })),
      rising,
    ),
  ).toEqual([]);
});

test("what cannot be is refused in words", () => {
  const points = [1, 2, 2].map((x) => ({ x, y: x }));
  expect(() => kneedle(points, rising)).toThrow("one point an x, got two at 2");
  expect(() => kneedle(points.slice(1), rising)).toThrow("at least 3 points, got 2");
  expect(() => kneedle([...points, { x: 4, y: Number.NaN }], rising)).toThrow();
});
