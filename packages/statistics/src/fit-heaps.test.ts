import { expect, test } from "vitest";
import { fitHeaps } from "./fit-heaps.ts";
import { seededRandom, type Random } from "./random.ts";
import { normalValues } from "./testing/normal-values.ts";

interface Drawn {
  noise: number;
  /** Of all arms of a round. */
  shared?: number;
  fast?: number;
  distance?: number;
  effect?: number;
}

/** Logarithms of both arms over so many rounds. */
function draw(count: number, random: Random, drawn: Drawn): [number[], number[]] {
  const { noise, shared = 0, fast = 0.5, distance = 0.28, effect = 0 } = drawn;
  const ofRound = normalValues(count, random, 9, shared);
  const arm = (centre: number): number[] =>
    normalValues(count, random, centre, noise).map(
      (value, round) => value + ofRound[round]! + (random() < fast ? distance : 0),
    );
  return [arm(effect), arm(0)];
}

function found(count: number, seed: number, drawn: Drawn): number {
  const random = seededRandom(seed);
  const fits = Array.from({ length: 300 }, () => fitHeaps(...draw(count, random, drawn)));
  return fits.filter((fit) => fit !== undefined).length / fits.length;
}

test("the starts tell heaps apart that single ratios do not", () => {
  expect(found(27, 1, { noise: 0.03 })).toBeGreaterThan(0.97);
  expect(found(27, 1, { noise: 0.03, effect: 0.05 })).toBeGreaterThan(0.97);
});

test("the ratios do where rounds differ by more than the starts of one", () => {
  expect(found(27, 2, { noise: 0.01, shared: 0.1 })).toBeGreaterThan(0.97);
});

test("seldom drawn heaps need more rounds", () => {
  expect(found(27, 3, { noise: 0.02, fast: 0.2 })).toBeGreaterThan(0.93);
});

test("one speed is taken for two in 1.5 % at most", () => {
  for (const shared of [0, 0.05]) {
    for (const count of [8, 18]) {
      expect(found(count, 4, { noise: 0.02, shared, distance: 0 })).toBeLessThan(0.015);
    }
  }
});

test("difference, distance and noise are those that were drawn", () => {
  const random = seededRandom(5);
  const fit = fitHeaps(...draw(200, random, { noise: 0.02, effect: -0.05 }))!;
  expect(fit.offset).toBeCloseTo(-0.05, 2);
  expect(Math.abs(fit.slope - 0.28)).toBeLessThan(0.01);
  expect(Math.sqrt(fit.variance)).toBeCloseTo(0.02 * Math.SQRT2, 2);
  expect(fit.degrees).toBe(198);
  expect(fit.error).toBeCloseTo(Math.sqrt(fit.variance / 200), 3);
});
