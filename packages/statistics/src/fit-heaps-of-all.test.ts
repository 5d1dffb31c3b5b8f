import { expect, test } from "vitest";
import { fitHeapsOfAll } from "./fit-heaps-of-all.ts";
import { fitHeaps } from "./fit-heaps.ts";
import { seededRandom, type Random } from "./random.ts";
import { normalValues } from "./testing/normal-values.ts";

/** Of these arms in the order of `drawThree`'s pairs; beside them what tells the speeds where `tells` is given. */
function asPairs(
  [head, base, again]: readonly number[][],
  told?: readonly number[][],
): Parameters<typeof fitHeapsOfAll>[0][number][] {
  const tells = (a: number, b: number) => told && { a: told[a]!, b: told[b]! };
  return [
    { a: head!, b: base!, tells: tells(0, 1) },
    { a: head!, b: again!, tells: tells(0, 2) },
    { a: base!, b: again!, tells: tells(1, 2) },
  ];
}

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
  );
  return asPairs(arms);
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

/** Three arms whose speeds something else tells, 0.11 apart and with noise of 2 %; the head of this effect. */
function drawTold(
  count: number,
  random: Random,
  { noise = 0.045, distance = 0.165, apart = 0.11, effect = 0 } = {},
) {
  const arms = [effect, 0, 0].map((centre) => {
    const fast = Array.from({ length: count }, () => (random() < 0.5 ? 1 : 0));
    const values = normalValues(count, random, centre, noise);
    // What costs the app more costs the generator a third of that.
    const tells = normalValues(count, random, 0.7 * centre, 0.02);
    return {
      values: values.map((value, round) => value + fast[round]! * distance),
      tells: tells.map((value, round) => value + fast[round]! * apart),
    };
  });
  const told = arms.map(({ tells }) => tells);
  return {
    pairs: asPairs(
      arms.map(({ values }) => values),
      told,
    ),
    starts: told,
  };
}

type Told = ReturnType<typeof drawTold>;

function foundTold(fit: (told: Told) => ReturnType<typeof fitHeapsOfAll>, drawn = {}): number {
  const random = seededRandom(7);
  const sets = Array.from({ length: 200 }, () => fit(drawTold(28, random, drawn)));
  return sets.filter((fits) => fits.every((each) => each !== undefined)).length / sets.length;
}

const byTelltales = ({ pairs, starts }: Told) => fitHeapsOfAll(pairs, starts);

test("what else tells the speeds of starts shows heaps that are lost in noise, also where the head costs 5 % more", () => {
  expect(foundTold(({ pairs }) => fitHeapsOfAll(pairs))).toBeLessThan(0.15);
  expect(foundTold(byTelltales)).toBeGreaterThan(0.95);
  expect(foundTold(byTelltales, { effect: -0.05 })).toBeGreaterThan(0.75);
});

test("heaps of what has no part in the values are none of theirs", () => {
  expect(foundTold(byTelltales, { distance: 0 })).toBeLessThan(0.03);
  expect(foundTold(byTelltales, { distance: 0, apart: 0 })).toBeLessThan(0.03);
});
