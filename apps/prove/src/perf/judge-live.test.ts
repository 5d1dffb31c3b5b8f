import { expect, test } from "vitest";
import { describeTarget, isReached, targetsOf } from "../outcome.ts";
import { judgeLive, type LiveReading } from "./judge-live.ts";

/** Pairs whose windows differ by a tenth of a per cent at random, the watched ones by these factors too. */
function pairs({ speed = 1, cpu = 1, watcherCpuSeconds = 0 } = {}): LiveReading[] {
  return Array.from({ length: 12 }, (_, round) => {
    const wobble = 1 + (((round * 7) % 12) - 5.5) * 0.0002;
    const alone = { round, requestsPerSecond: 50_000, cpuMicrosPerRequest: 10 };
    return [
      {
        round,
        watched: true,
        requestsPerSecond: 50_000 * wobble * speed,
        cpuMicrosPerRequest: 10 * wobble * cpu,
        watcherCpuSeconds,
      },
      { ...alone, watched: false, watcherCpuSeconds: 0 },
    ];
  }).flat();
}

const missed = (readings: LiveReading[]): string[] =>
  targetsOf(judgeLive(readings))
    .filter((target) => !isReached(target))
    .map(({ name }) => name);

test("passes where watching changes nothing", () => {
  expect(missed(pairs())).toEqual([]);
  const { rounds, throughput } = judgeLive(pairs()).figures;
  expect(rounds).toBe(12);
  expect(throughput.low).toBeLessThan(1);
  expect(throughput.high).toBeGreaterThan(1);
});

test("a cost of two per cent, a gain that cannot be, and a program at work are each a miss", () => {
  expect(missed(pairs({ speed: 0.98 }))).toEqual(["throughput watched ÷ alone, lower end"]);
  expect(missed(pairs({ speed: 1.02 }))).toEqual(["throughput watched ÷ alone, upper end"]);
  expect(missed(pairs({ cpu: 1.02 }))).toEqual([
    "server CPU time for a request, watched ÷ alone, upper end",
  ]);
  expect(missed(pairs({ watcherCpuSeconds: 0.1 }))).toEqual([
    "CPU of the page's program between the edges of all windows, s",
  ]);
});

test("a machine that is too noisy to tell shows nothing", () => {
  const noisy = pairs().map((one, index) => ({
    ...one,
    requestsPerSecond: one.requestsPerSecond * (index % 3 === 0 ? 0.8 : 1.2),
  }));
  expect(missed(noisy)).toContain("throughput watched ÷ alone, lower end");
});

test("of no windows nothing is known", () => {
  const judgement = judgeLive([]);
  expect(targetsOf(judgement).map(describeTarget).join("\n")).not.toMatch(/NaN|Infinity/);
  expect(missed([])).toContain("throughput watched ÷ alone, lower end");
});
