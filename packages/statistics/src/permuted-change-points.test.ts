import { expect, test } from "vitest";
import { permutedChangePoints } from "./permuted-change-points.ts";
import { seededRandom } from "./random.ts";
import { normalValues } from "./testing/normal-values.ts";

test("planted steps are found, each with what it stands on", () => {
  const random = seededRandom(101);
  const series = [100, 110, 100].flatMap((mean) => normalValues(20, random, mean, 2));
  const points = permutedChangePoints(series, { random });
  expect(points.map(({ index }) => index)).toEqual([20, 40]);
  expect(points.map(({ p }) => p)).toEqual([1 / 200, 1 / 200]);
  expect(Math.abs(points[0]!.after - 110)).toBeLessThan(2);
});

test("equal seeds give equal points", () => {
  const series = normalValues(30, seededRandom(4));
  const find = () => permutedChangePoints(series, { random: seededRandom(3), significance: 0.5 });
  expect(find()).toEqual(find());
});

test("noise of any law raises a false alarm in about as many series as said", () => {
  const random = seededRandom(102);
  const sets = 300;
  let alarms = 0;
  for (let i = 0; i < sets; i++) {
    const series = Array.from({ length: 24 }, () => (-Math.log(1 - random())) ** 3);
    const options = { random, significance: 0.1, permutations: 49 };
    if (permutedChangePoints(series, options).length > 0) alarms += 1;
  }
  expect(alarms / sets).toBeGreaterThan(0.04);
  expect(alarms / sets).toBeLessThan(0.15);
});

test("equal values do not change, and what cannot be is refused in words", () => {
  const random = seededRandom(1);
  expect(permutedChangePoints([3, 3, 3, 3], { random })).toEqual([]);
  expect(() => permutedChangePoints([Infinity], { random })).toThrow("got Infinity");
});
