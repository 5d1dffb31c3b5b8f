import { expect, test } from "vitest";
import { randomBelow, seededRandom, shuffled } from "./random.ts";

test("equal seeds give equal sequences, different seeds different ones", () => {
  const draw = (seed: number) => Array.from({ length: 5 }, seededRandom(seed));
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

test("shuffling reaches every order about equally often", () => {
  const random = seededRandom(1);
  const counts = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const order = shuffled(["a", "b", "c"], random).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  // Chi-squared with 5 degrees of freedom: 20.5 is its 99.9 % point.
  const chiSquared = [...counts.values()].reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
  expect(chiSquared).toBeLessThan(20.5);
});

test("randomBelow stays below its limit", () => {
  const random = seededRandom(3);
  const drawn = new Set(Array.from({ length: 200 }, () => randomBelow(4, random)));
  expect([...drawn].toSorted()).toEqual([0, 1, 2, 3]);
});
