import { expect, test } from "vitest";
import { energySplit } from "./energy-split.ts";
import { permutedP } from "./permuted-p.ts";
import { seededRandom } from "./random.ts";
import { normalValues } from "./testing/normal-values.ts";

function pOf(values: readonly number[], significance: number, fewest = 1): number {
  // Values may lie so that no split has any energy: then each permutation is as good.
  const split = energySplit(values, fewest) ?? { at: fewest, energy: 0 };
  const random = seededRandom(5);
  return permutedP(values, split, { random, significance, permutations: 99, fewest });
}

test("p of noise is as often below any share as that share says", () => {
  const random = seededRandom(6);
  const found = Array.from({ length: 300 }, () => pOf(normalValues(16, random), 0.99, 3));
  for (const share of [0.1, 0.3, 0.5]) {
    const below = found.filter((p) => p <= share).length / found.length;
    expect(Math.abs(below - share)).toBeLessThan(0.08);
  }
});

test("a clear cut has the least p there is, and it does not hang on the significance", () => {
  const random = seededRandom(7);
  const values = [0, 9].flatMap((mean) => normalValues(10, random, mean));
  for (const significance of [0.05, 0.5]) expect(pOf(values, significance)).toBe(0.01);
});

test("what is above the significance stays above it, however few permutations were drawn", () => {
  const values = normalValues(20, seededRandom(8));
  const whole = pOf(values, 0.99);
  expect(whole).toBeGreaterThan(0.05);
  expect(pOf(values, 0.05)).toBeGreaterThan(0.05);
  expect(pOf(values, 0.05)).toBeLessThanOrEqual(whole);
});
