import { expect, test } from "vitest";
import { pooledDegrees } from "./pooled-degrees.ts";
import { seededRandom } from "./random.ts";
import { normalValues } from "./testing/normal-values.ts";

const byRound = (values: readonly number[]) =>
  new Map(values.map((value, index) => [index + 1, value]));

const drawn = (samples: number, rounds: number, shared = 0) => {
  const random = seededRandom(7);
  const common = normalValues(rounds, random, 0, shared);
  return Array.from({ length: samples }, () =>
    byRound(normalValues(rounds, random).map((value, round) => value + common[round]!)),
  );
};

test("one sample has its own, and copies of it add nothing", () => {
  const one = byRound([1, 2, 5, 3]);
  expect(pooledDegrees([one])).toBeCloseTo(3, 12);
  expect(pooledDegrees([one, one, one])).toBeCloseTo(3, 12);
  expect(pooledDegrees([byRound([4, 4, 4]), byRound([5, 5, 5])])).toBe(2);
  expect(pooledDegrees([byRound([1])])).toBe(0);
  expect(pooledDegrees([])).toBe(0);
});

test("independent samples of many rounds have nearly the sum of theirs", () => {
  const degrees = pooledDegrees(drawn(5, 200));
  expect(degrees).toBeGreaterThan(0.93 * 5 * 199);
  expect(degrees).toBeLessThanOrEqual(5 * 199);
});

test("of few rounds they have less than the sum, and never more than the square of one's", () => {
  const degrees = pooledDegrees(drawn(24, 3));
  expect(degrees).toBeGreaterThan(2);
  expect(degrees).toBeLessThanOrEqual(4);
});

test("what moves all of a round leaves little more than those of one", () => {
  expect(pooledDegrees(drawn(24, 10, 5))).toBeLessThan(11);
  expect(pooledDegrees(drawn(24, 10))).toBeGreaterThan(40);
});

test("samples without a common round are independent", () => {
  const [one, other] = [
    byRound([1, 2, 3]),
    new Map([
      [7, 1],
      [8, 2],
      [9, 3],
    ]),
  ];
  expect(pooledDegrees([one, other])).toBeCloseTo(4, 12);
});
