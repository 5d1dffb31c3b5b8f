import { expect, test } from "vitest";
import { changePoints } from "./change-points.ts";
import fixtures from "./fixtures/change-points.json" with { type: "json" };
import { seededRandom } from "./random.ts";
import { pooledTTest } from "./t-test.ts";
import { normalValues } from "./testing/normal-values.ts";

/** Pieces of noise around these means. */
function steps(means: readonly number[], length: number, seed: number): number[] {
  const random = seededRandom(seed);
  return means.flatMap((mean) => normalValues(length, random, mean, 2));
}

test("exact steps are found exactly, with the means on both sides", () => {
  const series = [...Array.from({ length: 12 }, () => 10), ...Array.from({ length: 8 }, () => 12)];
  expect(changePoints(series)).toEqual([{ index: 12, before: 10, after: 12, p: 0 }]);
});

test("planted steps of 5 % under 2 % of noise are found near where they are", () => {
  let [found, extra] = [0, 0];
  for (let seed = 0; seed < 50; seed++) {
    const points = changePoints(steps([100, 105, 95], 30, seed));
    const near = [30, 60].filter((at) => points.some(({ index }) => Math.abs(index - at) <= 2));
    found += near.length;
    extra += points.length - near.length;
  }
  expect(found / 100).toBeGreaterThan(0.9);
  expect(extra / 50).toBeLessThan(0.2);
});

test("a change across the edge of a window is found once", () => {
  for (const at of [24, 25, 26, 49, 50, 51]) {
    const noise = normalValues(120, seededRandom(at), 100, 1);
    const points = changePoints(noise.map((value, i) => (i < at ? value : value + 6)));
    expect(points.map(({ index }) => index)).toEqual([at]);
  }
});

test.each([
  [20, 0.03],
  [50, 0.03],
  [200, 0.1],
])("noise alone, %i values: a false alarm in at most %d of the series", (length, most) => {
  const random = seededRandom(91);
  const sets = 400;
  let alarms = 0;
  for (let i = 0; i < sets; i++) {
    if (changePoints(normalValues(length, random, 100, 5)).length > 0) alarms += 1;
  }
  expect(alarms / sets).toBeLessThanOrEqual(most);
});

test.each(fixtures)("as Apache Otava at $significance, $series.length values", (fixture) => {
  const { series, points, ...options } = fixture;
  const found = changePoints(series, options);
  expect(found.map(({ index }) => index)).toEqual(points.map(({ index }) => index));
  for (const [i, { p }] of points.entries()) expect(found[i]!.p).toBeCloseTo(p, 10);
});

test("both neighbours of a cut taken out are judged again", () => {
  // In noise the first of two weak cuts holds only as long as the second one stands.
  const random = seededRandom(92);
  for (let i = 0; i < 100; i++) {
    const series = normalValues(120, random, 100, 2);
    const options = { significance: 0.01 };
    const bounds = [0, ...changePoints(series, options).map(({ index }) => index), series.length];
    for (const { index, p } of changePoints(series, options)) {
      const at = bounds.indexOf(index);
      const left = series.slice(bounds[at - 1], index);
      expect(p).toBe(pooledTTest(left, series.slice(index, bounds[at + 1])));
    }
  }
});

test("a lower significance finds fewer, and none is found above it", () => {
  const series = steps([100, 101, 100, 101], 15, 7);
  const strict = changePoints(series, { significance: 1e-6 });
  const lax = changePoints(series, { significance: 0.2 });
  expect(lax.length).toBeGreaterThan(strict.length);
  for (const { p } of lax) expect(p).toBeLessThan(0.2);
});

test("sure changes that are too small to matter can be left out, up and down alike", () => {
  const series = steps([100, 104, 130, 125], 30, 8);
  const indices = changePoints(series, { leastChange: 0.1 }).map(({ index }) => index);
  expect(indices).toHaveLength(1);
  expect(Math.abs(indices[0]! - 60)).toBeLessThanOrEqual(1);
  expect(changePoints(series).length).toBe(3);
});

test("nothing, one value and equal values do not change", () => {
  const equal = Array.from({ length: 40 }, () => 0.1);
  for (const series of [[], [1], equal]) expect(changePoints(series)).toEqual([]);
});

test("what cannot be is refused in words", () => {
  expect(() => changePoints([1, Number.NaN])).toThrow("expected finite values, got NaN");
  expect(() => changePoints([1], { significance: 5 })).toThrow("between 0 and 1, got 5");
  expect(() => changePoints([1], { windowLength: 1 })).toThrow("windowLength of 2 or more, got 1");
});
