import type { MeasuredWindow, MemorySeries, ProcessMemory } from "@stackbench/model";
import { fakeUse, loadResultOf } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { memoryOverTime } from "./memory-over-time.ts";
import { workerGrowth } from "./worker-growth.ts";

const seconds = 30;
const at = Array.from({ length: 2 * seconds + 1 }, (_, index) => index / 2);

/** One that has `bytes` at each second since the window's first edge. */
function process(bytes: (second: number) => number, told: Partial<ProcessMemory> = {}) {
  const { fromSeconds = 0, toSeconds = seconds } = told;
  const lived = at.filter((second) => second >= fromSeconds && second < toSeconds);
  return {
    pid: 10,
    isParent: false,
    fromSeconds,
    firstSample: at.indexOf(lived[0]!),
    bytes: lived.map((second) => Math.round(bytes(second))),
    ...told,
  };
}

function windowOf(processes: ProcessMemory[], round = 1): MeasuredWindow {
  const memorySeries: MemorySeries = {
    measure: "proportional",
    at,
    processes,
    begun: 0,
    ended: 0,
    lookMs: 100,
  };
  const app = { ...fakeUse.services.app!, memorySeries };
  // 500 requests/s.
  const series = { intervalMs: 1000, succeeded: Array.from({ length: seconds }, () => 500) };
  return {
    planned: {
      windowId: `r${round}/x`,
      caseId: "x",
      workload: "hello",
      level: { loop: "closed", connections: 1 },
      generator: "stackbench",
      seed: 0,
    },
    sittingId: "s",
    variant: "a:b",
    round,
    startedAt: "2026-11-28T00:00:00.000Z",
    status: "measured",
    load: loadResultOf({ succeeded: 500 * seconds, seconds }, { series }),
    use: { ...fakeUse, services: { app } },
    cautions: [],
  };
}

test("growth of one worker, a second and in 1,000 requests; what its master does is none of it", () => {
  const master = process((second) => 9e6 * second, { isParent: true });
  const growth = workerGrowth([windowOf([master, process((second) => 1e6 + 2000 * second)])], 1)!;
  expect(growth.bytesPerSecond).toMatchObject({ estimate: 2000, over: "stretches", units: 7 });
  expect(growth.bytesPer1000Requests!.estimate).toBeCloseTo(4000);
  expect(growth.lives).toBe(1);
});

test("of four workers each answers a quarter", () => {
  const four = [1, 2, 3, 4].map((pid) => process((second) => 1e6 + 2000 * second, { pid }));
  expect(workerGrowth([windowOf(four)], 4)!.bytesPer1000Requests!.estimate).toBeCloseTo(16_000);
});

test("what a new worker takes to start is no growth", () => {
  // Loads for a second and a half, 40 MB, and then grows no more.
  const lives = Array.from({ length: 6 }, (_, index) => {
    const fromSeconds = 5 * index;
    const bytes = (second: number) => 4e7 * Math.min(1, (second - fromSeconds) / 1.5);
    return process(bytes, { pid: 10 + index, fromSeconds, toSeconds: fromSeconds + 5 });
  });
  const { bytesPerSecond, lives: seen } = workerGrowth([windowOf(lives.slice(1))], 1)!;
  expect(bytesPerSecond.estimate).toBe(0);
  expect(seen).toBe(5);
});

test("workers that live for less than it takes to see them grow tell nothing", () => {
  const lives = Array.from({ length: 10 }, (_, index) =>
    process(() => 1e7, { pid: 10 + index, fromSeconds: 1 + index, toSeconds: 2 + index }),
  );
  expect(workerGrowth([windowOf(lives)], 1)).toBeNull();
  expect(workerGrowth([], 1)).toBeNull();
});

test("six rounds are the units, however many workers each has", () => {
  const rounds = [1, 2, 3, 4, 5, 6].map((round) =>
    windowOf(
      [1, 2, 3].map((pid) => process((second) => (1000 + round) * second, { pid })),
      round,
    ),
  );
  const { bytesPerSecond } = workerGrowth(rounds, 3)!;
  expect(bytesPerSecond).toMatchObject({ estimate: 1003.5, over: "rounds", units: 6 });
  expect(bytesPerSecond.interval).toMatchObject({ low: 1001, high: 1006 });
});

test("memory of all processes at each reading is that of those that were there", () => {
  const late = process(() => 5, { pid: 11, fromSeconds: 10, toSeconds: 20 });
  const { bytes } = memoryOverTime([windowOf([process(() => 100), late])])[0]!;
  expect([bytes[0], bytes[20], bytes[39], bytes[40]]).toEqual([100, 105, 105, 100]);
});
