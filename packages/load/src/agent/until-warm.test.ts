import { expect, test } from "vitest";
import { simulatedLoad } from "../testing/simulated-load.ts";
import { untilWarm } from "./until-warm.ts";

/** Answers of each interval, and up to two more. */
function loadOf(perInterval: (interval: number) => number, longestServiceMs?: number) {
  return simulatedLoad((i) => Math.round(perInterval(i)) + (i % 3), longestServiceMs);
}

test("a steady load is warm when its time is up", async () => {
  const { seconds, steady, series } = await untilWarm(
    { seconds: 2, atMostSeconds: 15 },
    loadOf(() => 1000),
  );
  expect(steady).toBe(true);
  expect(seconds).toBeCloseTo(2, 1);
  expect(series.succeeded).toHaveLength(20);
});

test("one that still climbs is loaded on until it does not", async () => {
  // 1 ms of CPU a request at first, 0.05 ms in the end, with a time constant of a second.
  const climbing = loadOf((i) => 100 / (0.05 + 0.95 * Math.exp(-i / 10)));
  const { seconds, steady } = await untilWarm({ seconds: 1, atMostSeconds: 60 }, climbing);
  expect(steady).toBe(true);
  expect(seconds).toBeGreaterThan(4);
});

test("one that never settles is measured all the same, and told", async () => {
  const { seconds, steady } = await untilWarm(
    { seconds: 1, atMostSeconds: 6 },
    loadOf((i) => 100 + 50 * i),
  );
  expect(steady).toBe(false);
  expect(seconds).toBeGreaterThanOrEqual(6);
});

test("the slowest answers are awaited twice", async () => {
  const slow = loadOf(() => 1000, 3000);
  const { seconds, steady } = await untilWarm({ seconds: 1, atMostSeconds: 20 }, slow);
  expect(steady).toBe(true);
  expect(seconds).toBeGreaterThanOrEqual(6);
});
