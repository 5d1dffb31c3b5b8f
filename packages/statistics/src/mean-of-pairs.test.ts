import { expect, test } from "vitest";
import { meanOfPairs, type PairFigure } from "./mean-of-pairs.ts";
import { seededRandom } from "./random.ts";

const names = Array.from({ length: 12 }, (_, index) => `m${index}`);

function pairsOf(value: (one: number, other: number) => number): PairFigure[] {
  return names.flatMap((one, i) =>
    names.slice(0, i).map((other, j) => ({ one, other, value: value(i, j) })),
  );
}

test("sums of the members' own figures have the standard error of twice their mean", () => {
  // Value a + b: the mean over pairs is twice the mean of the members, which has s / sqrt(n).
  const own = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8];
  const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
  const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (own.length - 1);
  const found = meanOfPairs(pairsOf((i, j) => own[i]! + own[j]!));
  expect(found).toMatchObject({ pairs: 66, members: 12 });
  expect(found.mean).toBeCloseTo(2 * mean, 12);
  const error = 2 * Math.sqrt(variance / own.length);
  expect(found.high - found.mean).toBeCloseTo(2.20098516 * error, 6);
  expect(found.mean - found.low).toBeCloseTo(2.20098516 * error, 6);
});

test("its interval holds the truth about as often as it says, though the pairs share members", () => {
  const random = seededRandom(20261122);
  let held = 0;
  for (let trial = 0; trial < 1000; trial++) {
    const own = names.map(() => random() - 0.5);
    const { low, high } = meanOfPairs(pairsOf((i, j) => own[i]! + own[j]! + 0.2 * random() - 0.1));
    if (low <= 0 && high >= 0) held += 1;
  }
  expect(held).toBeGreaterThan(920);
  expect(held).toBeLessThan(980);
});

test("too few members bound nothing, and no pair has no mean", () => {
  const [first] = pairsOf(() => 1);
  expect(meanOfPairs([first!])).toMatchObject({ mean: 1, low: -Infinity, high: Infinity });
  expect(meanOfPairs([])).toMatchObject({ mean: Number.NaN, low: -Infinity, high: Infinity });
});
