import { expect, test } from "vitest";
import fixtures from "./fixtures/non-negative-least-squares.json" with { type: "json" };
import { dot } from "./least-squares.ts";
import { nonNegativeLeastSquares } from "./non-negative-least-squares.ts";
import { seededRandom } from "./random.ts";

test.each(fixtures)("$matrix.length rows: scipy's $x", ({ matrix, target, x }) => {
  const solution = nonNegativeLeastSquares(matrix, target);
  expect(solution).toHaveLength(x.length);
  for (const [i, each] of x.entries()) expect(solution[i]).toBeCloseTo(each, 9);
});

test("the fixtures hold some elements at 0 and leave others free", () => {
  const values = fixtures.flatMap(({ x }) => x);
  expect(values.some((value) => value === 0) && values.some((value) => value > 0)).toBe(true);
});

test("no element can be moved to a better fit: the conditions of Kuhn and Tucker hold", () => {
  // In about 1 of 100 of these an element comes in, turns negative beside a later one and is let go again.
  const random = seededRandom(141);
  for (let i = 0; i < 2000; i++) {
    const matrix = Array.from({ length: 8 }, () => Array.from({ length: 4 }, () => random() ** 2));
    const target = matrix.map(() => random());
    const x = nonNegativeLeastSquares(matrix, target);
    const rest = target.map((value, row) => value - dot(matrix[row]!, x));
    for (const [j, value] of x.entries()) {
      const gain = dot(
        matrix.map((row) => row[j]!),
        rest,
      );
      expect(value).toBeGreaterThanOrEqual(0);
      expect(gain).toBeLessThan(1e-9);
      if (value > 0) expect(gain).toBeGreaterThan(-1e-9);
    }
  }
});

test("a target that only negative elements would reach gives 0, an empty one too", () => {
  expect(nonNegativeLeastSquares([[1], [2]], [-1, -5])).toEqual([0]);
  expect(nonNegativeLeastSquares([[1], [2]], [0, 0])).toEqual([0]);
});

test("too few rows are refused in words", () => {
  expect(() => nonNegativeLeastSquares([[1, 2]], [1])).toThrow("expected at least 2 rows, got 1");
});
