import { expect, test } from "vitest";
import { mean } from "./mean.ts";
import { seededRandom } from "./random.ts";
import { studentReach } from "./student-tails.ts";
import { normalValues } from "./testing/normal-values.ts";
import { trimmedMean } from "./trimmed-mean.ts";

test("a tenth of either end is left out, and drawn in for the variance", () => {
  const found = trimmedMean([1000, 1, 2, 3, 4, 5, 6, 7, 8, -1000]);
  expect(found.centre).toBe(4.5);
  // 1, 1, 2, ..., 7, 8, 8: the squares of their distances from 4.5 are 66.5 together.
  expect(found.variance).toBeCloseTo(66.5 / 9 / 0.64, 12);
  expect(found.degrees).toBe(7);
});

test("of fewer than ten it is the mean", () => {
  expect(trimmedMean([1, 2, 6])).toEqual({ centre: 3, variance: 7, degrees: 2 });
});

test.each([
  ["normal values", 0],
  ["values of which one in ten lies far astray, on either side", 0.1],
])("intervals of 95 %% hold the centre of %s", (_, stray) => {
  const random = seededRandom(3);
  const sets = 4000;
  let [covered, narrower] = [0, 0];
  for (let set = 0; set < sets; set++) {
    const values = normalValues(27, random, 0, 1).map((value) =>
      random() < stray ? value + (random() < 0.5 ? 5 : -5) : value,
    );
    const { centre, variance, degrees } = trimmedMean(values);
    covered += Number(
      Math.abs(centre) <= studentReach(0.95, degrees) * Math.sqrt(variance / values.length),
    );
    narrower += Number(variance < values.reduce((sum, x) => sum + (x - mean(values)) ** 2, 0) / 26);
  }
  expect(covered / sets).toBeGreaterThan(0.94);
  if (stray > 0) expect(narrower / sets).toBeGreaterThan(0.8);
});
