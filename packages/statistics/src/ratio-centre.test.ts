import { expect, test } from "vitest";
import { logRatios, ratioCentre } from "./ratio-centre.ts";

test("one figure over another, wherever both have it", () => {
  const of = new Map([
    ["a", 6],
    ["b", 5],
    ["c", 1],
  ]);
  const to = new Map([
    ["c", 2],
    ["a", 3],
    ["z", 9],
  ]);
  const ratios = [...logRatios(of, to)].map(([key, log]) => [key, Math.exp(log)]);
  expect(ratios).toEqual([
    ["a", expect.closeTo(2, 12)],
    ["c", expect.closeTo(0.5, 12)],
  ]);
});

const logs = [0, 0.1, 0.2];

test("few values have no interval, or Student's from three on", () => {
  expect(ratioCentre(logs, "no interval")).toEqual({
    estimate: expect.closeTo(Math.exp(0.1), 12),
    interval: null,
  });
  // By hand: mean 0.1, s = 0.1, 4.3027 x 0.1 / sqrt(3) = 0.24841.
  const { estimate, interval } = ratioCentre(logs, "Student's");
  expect(Math.log(estimate)).toBeCloseTo(0.1, 12);
  expect(Math.log(interval!.low)).toBeCloseTo(0.1 - 0.24841, 4);
  expect(Math.log(interval!.high)).toBeCloseTo(0.1 + 0.24841, 4);
  expect(ratioCentre([0.1, 0.2], "Student's").interval).toBeNull();
});

test("from six on both rules are the signed-rank interval", () => {
  const six = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];
  const found = ratioCentre(six, "Student's");
  expect(found).toEqual(ratioCentre(six, "no interval"));
  // All six, with probability 1 - 2 / 64.
  expect(found.interval).toEqual({
    low: expect.closeTo(Math.exp(0.1), 12),
    high: expect.closeTo(Math.exp(0.6), 12),
    confidence: 1 - 2 / 64,
  });
});
