import { expect, test } from "vitest";
import { seededRandom } from "@stackbench/statistics";
import { components, weighSplits, type SplitData } from "./candidate-splits.ts";
import type { ArmWindows, Block } from "./measure-block.ts";
import { resampleSplit } from "./resample-split.ts";

/** Bring-ups differ by `between`, windows of one by `within` (standard deviations of the logarithm). */
function simulated(between: number, within: number, overheadSeconds: number): SplitData {
  const random = seededRandom(3);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const arm = (): ArmWindows => {
    const level = between * normal();
    const throughput = Array.from({ length: 16 }, () => 1000 * Math.exp(level + within * normal()));
    const each = (value: number) => throughput.map(() => value);
    return { throughput, cpuMicros: each(100), gapSeconds: each(0.1), overheadSeconds };
  };
  const blocks = Array.from({ length: 60 }, (_, index): Block => {
    const mode = index % 2 === 0 ? "apart" : "together";
    return { mode, startedAt: "2026-11-21T00:00:00.000Z", base: arm(), head: arm() };
  });
  return { windowSeconds: 0.5, blocks, budgetSeconds: 300 };
}

const restarted = (data: SplitData) => weighSplits(data).filter(({ mode }) => mode === "apart");

test("where bring-ups differ, many short sittings win; where windows differ and a start is dear, long ones do", () => {
  const lucky = restarted(simulated(0.03, 0.001, 1))[0]!;
  expect(lucky.windowSeconds * lucky.windowsPerSitting).toBeLessThanOrEqual(1);
  const noisy = restarted(simulated(0.0001, 0.03, 10))[0]!;
  expect(noisy.windowSeconds * noisy.windowsPerSitting).toBeGreaterThanOrEqual(4);
});

test("rounds that fit count load, warm-up, edges and bring-up of both arms", () => {
  const found = restarted(simulated(0.01, 0.01, 2)).find(
    (split) =>
      split.warmupSeconds === 1 && split.windowSeconds === 2 && split.windowsPerSitting === 2,
  );
  expect(found!.roundSeconds).toBeCloseTo(2 * (2 + 1 + 2 * 2.1), 9);
  expect(found!.rounds).toBe(Math.floor(300 / 14.4));
});

test("a pair that is kept up claims more than it knows, and gives false verdicts", () => {
  const data = { ...simulated(0.03, 0.01, 1), budgetSeconds: 90 };
  const keptUp = weighSplits(data).find(({ mode }) => mode === "kept-up")!;
  expect(keptUp.halfWidth).toBeGreaterThan(3 * keptUp.claimedHalfWidth);
  const draws = { draws: 200, random: seededRandom(1) };
  expect(resampleSplit(keptUp, data, draws).falseAlarms.share).toBeGreaterThan(0.2);
  const best = restarted(data)[0]!;
  expect(resampleSplit(best, data, draws).falseAlarms.share).toBeLessThan(0.05);
});

test("a steady pair finds 5 % in every drawn budget, with the spread that its interval says", () => {
  const data = simulated(0.005, 0.005, 1);
  const best = restarted(data)[0]!;
  const drawn = resampleSplit(best, data, { draws: 100, random: seededRandom(1) });
  expect(drawn.found.share).toBe(1);
  expect(best.halfWidth / (1.96 * drawn.spread)).toBeGreaterThan(0.6);
  expect(best.halfWidth / (1.96 * drawn.spread)).toBeLessThan(1.7);
});

test("the components of variance are told apart", () => {
  const random = seededRandom(5);
  const uniform = (sd: number) => sd * Math.sqrt(12) * (random() - 0.5);
  const groups = Array.from({ length: 400 }, () => {
    const level = uniform(3);
    return Array.from({ length: 6 }, () => level + uniform(2));
  });
  const { between, within } = components(groups);
  expect(Math.sqrt(within)).toBeCloseTo(2, 0);
  expect(Math.sqrt(between)).toBeCloseTo(3, 0);
  expect(
    components([
      [1, 1],
      [1, 1],
    ]),
  ).toEqual({ between: 0, within: 0 });
});

test("too few blocks are no evidence", () => {
  const data = simulated(0.01, 0.01, 1);
  expect(weighSplits({ ...data, blocks: data.blocks.slice(0, 10) })).toEqual([]);
});
