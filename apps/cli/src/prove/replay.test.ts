import { expect, test } from "vitest";
import { attainedLevel, judgeReplay, replaySets } from "./replay.ts";

test("the level that an exact test attains is its largest p below alpha", () => {
  // Tables of the signed-rank statistic, two-sided: n = 6 allows only 1/32, n = 10 and n = 20 nearly 5 %.
  expect(attainedLevel(5, 0.05)).toBe(0);
  expect(attainedLevel(6, 0.05)).toBeCloseTo(0.03125, 10);
  expect(attainedLevel(10, 0.05)).toBeCloseTo(0.048828125, 10);
  expect(attainedLevel(20, 0.05)).toBeCloseTo(0.04844, 5);
});

test("interleaved runs of equally fast arms alarm as rarely as promised, sequential ones do not", () => {
  const figures = (["interleaved", "sequential"] as const).map((order) =>
    replaySets({ rounds: 10, order, sets: 60, seed: 7 }),
  );
  const [interleaved, sequential] = figures;
  expect(interleaved!.familyAlarms.share).toBeLessThanOrEqual(0.05);
  expect(sequential!.familyAlarms.share).toBeGreaterThan(0.3);
  // Held to the target of interleaved runs, sequential ones miss it: the proof can fail.
  const missed = judgeReplay([{ ...sequential!, order: "interleaved" }], true).filter(
    ({ value, atMost = Infinity, atLeast = -Infinity }) => value > atMost || value < atLeast,
  );
  expect(missed.map(({ name }) => name)).toEqual([
    expect.stringContaining("p < 0.05 a pair, not above"),
    expect.stringContaining("false verdict, no margin"),
    expect.stringContaining("false verdict, margin 3 %"),
    expect.stringContaining("intervals that hold the truth"),
  ]);
});
