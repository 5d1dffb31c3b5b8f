import { expect, test } from "vitest";
import { centreOf, ratioOf, ratioText } from "./ratio.ts";

const rounds = (...values: number[]): Map<number, number> =>
  new Map(values.map((value, index) => [index + 1, value]));

test("a ratio is taken round by round: what a round does to both goes out", () => {
  const slow = rounds(100, 200, 50, 80, 120, 150);
  const fast = new Map([...slow].map(([round, value]) => [round, value * 1.5]));
  expect(ratioOf(fast, slow)).toMatchObject({ rounds: 6 });
  const { estimate, low, high } = ratioOf(fast, slow)!;
  for (const value of [estimate, low, high]) expect(value).toBeCloseTo(1.5, 12);
});

test("three to five rounds have Student's interval, on the logarithm", () => {
  // By hand: logs 0, 0.1, 0.2; mean 0.1, s = 0.1, 4.3027 x 0.1 / sqrt(3) = 0.24841.
  const found = ratioOf(rounds(1, Math.exp(0.1), Math.exp(0.2)), rounds(1, 1, 1))!;
  expect(Math.log(found.estimate)).toBeCloseTo(0.1, 12);
  expect(Math.log(found.low)).toBeCloseTo(0.1 - 0.24841, 4);
  expect(Math.log(found.high)).toBeCloseTo(0.1 + 0.24841, 4);
});

test("fewer than three rounds in common tell nothing", () => {
  expect(
    ratioOf(
      rounds(1, 2, 3),
      new Map([
        [1, 1],
        [2, 1],
        [9, 1],
      ]),
    ),
  ).toBeNull();
  expect(centreOf(rounds(1, 2))).toBeNull();
});

test("a ratio is written with its interval", () => {
  expect(ratioText({ estimate: 1.134, low: 1.1, high: 1.16, rounds: 6 })).toBe(
    "×1.13 (1.10 to 1.16)",
  );
});
