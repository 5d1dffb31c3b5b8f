import { expect, test } from "vitest";
import { scheduleSlots, type ScheduleShare } from "./schedule.ts";

function slots(
  arrivals: "poisson" | "constant",
  ratePerSecond: number,
  share: Partial<ScheduleShare> = {},
): number[] {
  const next = scheduleSlots(
    { loop: "open", connections: 1, ratePerSecond, arrivals },
    { index: 0, threads: 1, seed: 1, phase: 0, seconds: 1, ...share },
  );
  const all: number[] = [];
  for (let slotMs = next(); slotMs !== Infinity; slotMs = next()) all.push(slotMs);
  return all;
}

test("constant arrivals are the rate times the time, from the very start on, and none at the end", () => {
  expect(slots("constant", 4)).toEqual([0, 250, 500, 750]);
  for (const seconds of [0.29, 0.57, 0.7, 5]) {
    expect(slots("constant", 300, { seconds })).toHaveLength(Math.round(300 * seconds));
  }
  // What is no binary fraction does not add up to a shift.
  expect(slots("constant", 7, { seconds: 3000 }).at(-1)).toBeCloseTo((20_999 * 1000) / 7, 6);
});

test("constant arrivals of several threads are together those of one", () => {
  const threads = 3;
  const shares = [0, 1, 2].map((index) => slots("constant", 100, { index, threads }));
  expect(shares.map((share) => share.length)).toEqual([34, 33, 33]);
  expect(shares.flat().toSorted((a, b) => a - b)).toEqual(slots("constant", 100));
});

test("Poisson arrivals are those of their seed and thread", () => {
  expect(slots("poisson", 500)).toEqual(slots("poisson", 500));
  expect(slots("poisson", 500, { seed: 2 })).not.toEqual(slots("poisson", 500));
  expect(slots("poisson", 500, { phase: 1 })).not.toEqual(slots("poisson", 500));
  const [first, second] = [0, 1].map((index) => slots("poisson", 500, { index, threads: 2 }));
  expect(first).not.toEqual(second);
  // A longer window only adds to a shorter one.
  expect(slots("poisson", 500, { seconds: 2 }).slice(0, 100)).toEqual(
    slots("poisson", 500).slice(0, 100),
  );
});

test("the gaps of Poisson arrivals are exponential, of one thread and of several together", () => {
  for (const threads of [1, 4]) {
    const all = Array.from({ length: threads }, (_, index) =>
      slots("poisson", 1000, { index, threads, seconds: 20, seed: 11 }),
    );
    const merged = all.flat().toSorted((a, b) => a - b);
    const gaps = merged.map((slotMs, i) => slotMs - (merged[i - 1] ?? 0)).toSorted((a, b) => a - b);
    // Kolmogorov and Smirnov: 1.95 / sqrt(n) is exceeded once in a thousand samples.
    const furthest = Math.max(
      ...gaps.map((gapMs, i) => Math.abs(1 - Math.exp(-gapMs) - (i + 0.5) / gaps.length)),
    );
    expect(gaps.length).toBeGreaterThan(19_000);
    expect(furthest).toBeLessThan(1.95 / Math.sqrt(gaps.length));
  }
});
