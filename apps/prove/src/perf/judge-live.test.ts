import { expect, test } from "vitest";
import { describeTarget, isReached, targetsOf } from "../outcome.ts";
import { judgeLive, type LiveReading } from "./judge-live.ts";

/** Pairs whose windows differ by a tenth of a per cent at random, the watched ones by this factor too. */
function pairs(cost: number, watcherCpuSeconds = 0): LiveReading[] {
  return Array.from({ length: 12 }, (_, round) => {
    const wobble = 1 + (((round * 7) % 12) - 5.5) * 0.0002;
    return [
      { round, watched: true, requestsPerSecond: 50_000 * wobble * cost, watcherCpuSeconds },
      { round, watched: false, requestsPerSecond: 50_000, watcherCpuSeconds: 0 },
    ];
  }).flat();
}

const missed = (readings: LiveReading[]): string[] =>
  targetsOf(judgeLive(readings))
    .filter((target) => !isReached(target))
    .map(({ name }) => name);

test("passes where watching changes nothing", () => {
  expect(missed(pairs(1))).toEqual([]);
  const { figures } = judgeLive(pairs(1));
  expect(figures.rounds).toBe(12);
  expect(figures.low).toBeLessThan(1);
  expect(figures.high).toBeGreaterThan(1);
});

test("a cost of two per cent, a gain that cannot be, and a program at work are each a miss", () => {
  expect(missed(pairs(0.98))).toEqual(["throughput watched ÷ alone, lower end"]);
  expect(missed(pairs(1.02))).toEqual(["the same, upper end"]);
  expect(missed(pairs(1, 0.1))).toEqual(["CPU of the page's program in all windows, s"]);
});

test("of no windows nothing is known", () => {
  const judgement = judgeLive([]);
  expect(targetsOf(judgement).map(describeTarget).join("\n")).not.toMatch(/NaN|Infinity/);
  expect(missed([])).toContain("throughput watched ÷ alone, lower end");
});
