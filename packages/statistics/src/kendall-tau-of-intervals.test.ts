import { expect, test } from "vitest";
import { kendallTau } from "./kendall-tau.ts";
import { kendallTauOfIntervals } from "./kendall-tau-of-intervals.ts";
import { seededRandom, shuffled } from "./random.ts";

type Places = Record<string, number | [number, number]>;

function places(intervals: Places) {
  return new Map(
    Object.entries(intervals).map(([name, place]) => {
      const [low, high] = typeof place === "number" ? [place, place] : place;
      return [name, { low, high }];
    }),
  );
}

test("the same places give 1, with ties and without", () => {
  const ranked = places({ a: 1, b: [2, 3], c: [2, 3], d: 4 });
  expect(kendallTauOfIntervals(ranked, ranked)).toEqual({
    tau: 1,
    pairs: 6,
    concordant: 5,
    discordant: 0,
    openInBoth: 1,
    openInOne: 0,
  });
  const open = places({ a: [1, 2], b: [1, 2] });
  expect(kendallTauOfIntervals(open, open).tau).toBe(1);
});

test("a pair that only one ranking resolves counts nothing, never against", () => {
  const resolved = places({ a: 1, b: 2, c: 3 });
  const partly = places({ a: [1, 2], b: [1, 2], c: 3 });
  expect(kendallTauOfIntervals(resolved, partly)).toMatchObject({
    tau: 2 / 3,
    openInOne: 1,
    concordant: 2,
  });
  expect(kendallTauOfIntervals(partly, resolved).tau).toBe(2 / 3);
  const open = places({ a: [1, 3], b: [1, 3], c: [1, 3] });
  expect(kendallTauOfIntervals(resolved, open).tau).toBe(0);
});

test("only the opposite order counts against", () => {
  const [up, down] = [places({ a: 1, b: 2, c: 3 }), places({ a: 3, b: 2, c: 1 })];
  expect(kendallTauOfIntervals(up, down)).toMatchObject({ tau: -1, discordant: 3 });
  expect(kendallTauOfIntervals(up, places({ a: 2, b: 1, c: 3 })).tau).toBeCloseTo(1 / 3, 12);
});

test("intervals that touch are tied, though neither of them with a third between", () => {
  // a overlaps b, b overlaps c, but a lies before c; the names in either order.
  const resolved = places({ a: 1, b: 2, c: 3 });
  const chain = { a: [1, 2], b: [2, 3], c: [3, 3] } satisfies Places;
  for (const entries of [Object.entries(chain), Object.entries(chain).toReversed()]) {
    const counts = kendallTauOfIntervals(places(Object.fromEntries(entries)), resolved);
    expect(counts).toMatchObject({ concordant: 1, openInOne: 2 });
  }
});

test("without ties it is tau-b, over the common names", () => {
  const random = seededRandom(111);
  for (let i = 0; i < 20; i++) {
    const [first, second] = [
      shuffled([1, 2, 3, 4, 5, 6], random),
      shuffled([1, 2, 3, 4, 5, 6], random),
    ];
    const named = (order: number[]) =>
      places(Object.fromEntries(order.map((place, at) => [`v${at}`, place])));
    const withMore = new Map([...named(second), ["only here", { low: 7, high: 7 }]]);
    const { tau } = kendallTauOfIntervals(named(first), withMore);
    expect(tau).toBeCloseTo(kendallTau(first, second), 12);
  }
});

test("a single common name has no pair", () => {
  expect(kendallTauOfIntervals(places({ a: 1, b: 2 }), places({ a: 1 }))).toMatchObject({
    tau: Number.NaN,
    pairs: 0,
  });
});
