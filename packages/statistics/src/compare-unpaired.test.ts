import { expect, test } from "vitest";
import { compareUnpaired } from "./compare-unpaired.ts";
import { holm } from "./holm.ts";
import { seededRandom } from "./random.ts";
import { normalValues } from "./testing/normal-values.ts";
import { verdictOf } from "./verdict.ts";

test("a ratio in any unit, its interval, and a verdict of the first", () => {
  const slow = [100, 101, 99, 102, 98];
  const fast = slow.map((value) => value * 1.5).toReversed();
  const compared = compareUnpaired(slow, fast);
  expect(compared).toMatchObject({ verdict: "slower", counts: [5, 5], p: 2 / 252 });
  expect(compared.ratio).toBeCloseTo(1 / 1.5, 12);
  expect(compared.low).toBeLessThan(compared.ratio);
  expect(compared.high).toBeGreaterThan(compared.ratio);
  const inMillis = compareUnpaired(
    slow.map((v) => v / 1000),
    fast.map((v) => v / 1000),
  );
  expect(inMillis.low).toBeCloseTo(compared.low, 12);
});

test("the other way round gives the inverse", () => {
  const [a, b] = [
    [3, 4, 5, 6.5, 7],
    [4, 4.5, 6, 8],
  ];
  const [there, back] = [
    compareUnpaired(a, b, { confidence: 0.9 }),
    compareUnpaired(b, a, { confidence: 0.9 }),
  ];
  expect(back.p).toBeCloseTo(there.p, 12);
  expect(back.ratio).toBeCloseTo(1 / there.ratio, 12);
  expect(back.low).toBeCloseTo(1 / there.high, 12);
  expect(back.high).toBeCloseTo(1 / there.low, 12);
});

test("three against three can say nothing at 95 %", () => {
  expect(compareUnpaired([1, 2, 3], [100, 200, 300])).toMatchObject({
    low: 0,
    high: Infinity,
    verdict: "unresolved",
  });
});

test("a family is judged again after Holm", () => {
  const pair = [
    compareUnpaired([1, 2, 3, 4], [11, 12, 13, 14]),
    compareUnpaired([1, 2, 3, 4], [1, 2, 3, 4]),
  ];
  const adjusted = holm(pair.map(({ p }) => p));
  const judged = pair.map((one, i) =>
    verdictOf(
      { ...one, adjustedP: adjusted[i]!, tieAdjustedP: one.tieP },
      { margin: 0.03, alpha: 0.05 },
    ),
  );
  expect(pair.map(({ verdict }) => verdict)).toEqual(["slower", "unresolved"]);
  expect(judged).toEqual(["unresolved", "unresolved"]);
});

test("equal laws: false alarms <= 5 %, and an interval around 1 as often as said", () => {
  const random = seededRandom(41);
  const draw = () => normalValues(10, random, 0, 0.05).map(Math.exp);
  let [alarms, covered] = [0, 0];
  for (let i = 0; i < 1000; i++) {
    const { verdict, low, high } = compareUnpaired(draw(), draw());
    if (verdict === "faster" || verdict === "slower") alarms += 1;
    if (low <= 1 && high >= 1) covered += 1;
  }
  expect(alarms).toBeLessThanOrEqual(60);
  expect(alarms).toBeGreaterThan(10);
  expect(covered).toBeGreaterThanOrEqual(940);
});

test("what cannot be is refused in words", () => {
  expect(() => compareUnpaired([1, -2], [1])).toThrow("expected positive values, got -2");
});
