import { expect, test } from "vitest";
import { fitHeaps, fitHeapsOfAll } from "./fit-heaps.ts";
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

/** As the three arms of `bench ab` on a machine whose own speed changes under way: 0.17 apart, noise of 2 %, a start in 60 astray. */
function drawThree(
  count: number,
  random: Random,
  { oddNoise = 0.02, distance = 0.17 }: { oddNoise?: number; distance?: number },
) {
  const ofRound = normalValues(count, random, 9, 0.1);
  const arms = [oddNoise, 0.02, 0.02].map((deviation) =>
    normalValues(count, random, 0, deviation).map(
      (value, round) =>
        value +
        ofRound[round]! +
        (random() < 0.5 ? distance : 0) -
        (random() < 1 / 60 ? 0.3 * random() : 0),
    ),
  ) as [number[], number[], number[]];
  return [
    { a: arms[0], b: arms[1] },
    { a: arms[0], b: arms[2] },
    { a: arms[1], b: arms[2] },
  ];
}

function foundInAll(fit: typeof fitHeapsOfAll, drawn: Parameters<typeof drawThree>[2]): number {
  const random = seededRandom(6);
  const sets = Array.from({ length: 200 }, () => fit(drawThree(28, random, drawn)));
  return sets.filter((fits) => fits.every((each) => each !== undefined)).length / sets.length;
}

test("all pairs together tell heaps apart that each by itself does not", () => {
  const each: typeof fitHeapsOfAll = (pairs) => pairs.map(({ a, b }) => fitHeaps(a, b));
  expect(foundInAll(fitHeapsOfAll, {})).toBeGreaterThan(0.9);
  expect(foundInAll(each, {})).toBeLessThan(0.6);
});

test("an arm with more noise than the others makes no heaps", () => {
  expect(foundInAll(fitHeapsOfAll, { distance: 0 })).toBeLessThan(0.03);
  expect(foundInAll(fitHeapsOfAll, { distance: 0, oddNoise: 0.1 })).toBeLessThan(0.03);
});
