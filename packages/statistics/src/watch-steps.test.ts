import { expect, test } from "vitest";
import { seededRandom } from "./random.ts";
import { normalValues } from "./testing/normal-values.ts";
import { watchSteps, type StepRules } from "./watch-steps.ts";

const rules: StepRules = {
  leastChange: 3,
  before: 14,
  after: 6,
  fewest: 3,
  significance: 0.01,
  permutations: 199,
  windowLength: 90,
};

/** Pieces of noise around these means, one after the other. */
function pieces(means: readonly number[], length: number, seed: number, deviation = 1): number[] {
  const random = seededRandom(seed);
  return means.flatMap((mean) => normalValues(length, random, mean, deviation));
}

test("a step is told once it has been confirmed, with where it was and how large", () => {
  const steps = watchSteps(pieces([100, 95], 30, 1), rules);
  expect(steps).toHaveLength(1);
  const [{ index, toldAt, change, low, high }] = steps as [(typeof steps)[0]];
  expect(index).toBe(30);
  expect(toldAt).toBe(35);
  expect(Math.abs(change + 5)).toBeLessThan(0.7);
  expect(low).toBeLessThan(change);
  expect(high).toBeGreaterThan(change);
  expect(high).toBeLessThan(0);
});

test("steps up and down are told apart, each held against the level before it", () => {
  const steps = watchSteps(pieces([100, 106, 99], 25, 2), rules);
  expect(steps.map(({ index }) => index)).toEqual([25, 50]);
  expect(steps.map(({ change }) => Math.round(change))).toEqual([6, -7]);
});

test("what was told is told the same when the series has grown", () => {
  const series = pieces([100, 95, 99], 30, 3);
  const all = watchSteps(series, rules);
  expect(all).toHaveLength(2);
  for (let end = 0; end <= series.length; end++) {
    const told = watchSteps(series.slice(0, end), rules).map(({ index, toldAt }) => [
      index,
      toldAt,
    ]);
    const expected = all.filter(({ toldAt }) => toldAt < end);
    expect(told).toEqual(expected.map(({ index, toldAt }) => [index, toldAt]));
  }
});

test("values far off by themselves, and what is over soon, are no steps", () => {
  for (const width of [1, 2]) {
    const series = pieces([100], 90, 4);
    for (let i = 0; i < width; i++) {
      series[30 + i]! -= 25;
      series[60 + i]! += 60;
    }
    expect(watchSteps(series, rules)).toEqual([]);
  }
});

test("a value far off hides no step", () => {
  const series = pieces([100, 95], 40, 5);
  series[20]! -= 30;
  series[43]! += 40;
  const steps = watchSteps(series, rules);
  expect(steps.map(({ index }) => index)).toEqual([40]);
});

test("changes that are sure but too small are left out", () => {
  expect(watchSteps(pieces([100, 102], 45, 6, 0.2), rules)).toEqual([]);
});

test("noise as large as half a step is told in at most 5 of 100 series, looked at after every value", () => {
  let alarms = 0;
  for (let seed = 0; seed < 200; seed++) {
    if (watchSteps(pieces([100], 90, seed, 1.8), rules).length > 0) alarms += 1;
  }
  expect(alarms / 200).toBeLessThanOrEqual(0.05);
});

test("a series of a thousand values is worked through as one of a hundred", () => {
  const steps = watchSteps(pieces([100, 94, 100, 94, 100], 200, 7), rules);
  expect(steps.map(({ index }) => index)).toEqual([200, 400, 600, 800]);
});

test("nothing, few and equal values have no steps, and what cannot be is refused in words", () => {
  for (const series of [[], [1], Array.from({ length: 60 }, () => 7)]) {
    expect(watchSteps(series, rules)).toEqual([]);
  }
  expect(() => watchSteps([1, Number.NaN], rules)).toThrow("expected finite values, got NaN");
});

test("a step that is not sure yet is told on a later look", () => {
  const series = pieces([100, 95], 30, 1);
  const [step] = watchSteps(series, rules, ({ toldAt }) => toldAt >= 40);
  expect(step).toMatchObject({ index: 30, toldAt: 40 });
  expect(watchSteps(series, rules, () => false)).toEqual([]);
});
