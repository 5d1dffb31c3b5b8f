import {
  compareArms,
  rankIntervals,
  seededRandom,
  shuffled,
  type PlaceInterval,
  type Random,
} from "@stackbench/statistics";
import { expect, test } from "vitest";
import { isReached, type Target } from "./outcome.ts";
import {
  compareTables,
  type CondensedRow,
  type CondensedTable,
  type GroupAgreement,
} from "./agreement.ts";
import { judgeRepeat } from "./repeat.ts";
import { noiseOf } from "./simulate-noise.ts";
import type { FiguresByRound } from "./trial.ts";

const level = { loop: "closed" as const, connections: 64 };

function tableOf(
  runId: string,
  groups: readonly { figures: FiguresByRound; ranks: ReadonlyMap<string, PlaceInterval> }[],
): CondensedTable {
  const workloads = ["hello", "hash-sort", "items"] as const;
  return {
    runId,
    groups: groups.map(({ figures, ranks }, index) => ({
      workload: workloads[index]!,
      level,
      rows: Object.entries(figures).map(([key, throughput]): CondensedRow => ({
        key,
        status: "measured",
        rank: ranks.get(key) ?? null,
        throughput,
      })),
    })),
  };
}

/** Ten rounds around each speed, ±1 %, the rounds of a row not alike to any other's. */
function table(runId: string, rows: readonly (readonly [PlaceInterval, number])[]): CondensedTable {
  const keys = rows.map((_, index) => String.fromCodePoint("a".codePointAt(0)! + index));
  const around = (speed: number, row: number) =>
    Array.from({ length: 10 }, (_, round) => [
      round + 1,
      speed * (1 + 0.01 * Math.sin((row + 1) * (round + 1))),
    ]);
  const figures = rows.map(([, speed], row) => [
    keys[row]!,
    Object.fromEntries(around(speed, row)) as Record<string, number>,
  ]);
  const ranks = new Map(rows.map(([rank], row) => [keys[row]!, rank]));
  return tableOf(runId, [{ figures: Object.fromEntries(figures) as FiguresByRound, ranks }]);
}

const place = (low: number, high = low): PlaceInterval => ({ low, high });

const first = table("one", [
  [place(1), 1000],
  [place(2, 3), 800],
  [place(2, 3), 795],
  [place(4), 500],
]);

const missed = (targets: readonly Target[]): string[] =>
  targets.filter((target) => !isReached(target)).map(({ name }) => name);

const captured = ({ captures }: GroupAgreement): number[] => captures.map(({ value }) => value);

const captureTarget = "ratios inside the other run's interval, high end of the 95 % interval";

test("the same table twice agrees wholly, ties included", () => {
  const [agreement] = compareTables(first, { ...first, runId: "two" });
  expect(agreement).toMatchObject({
    ranked: 4,
    tau: { tau: 1, openInBoth: 1, discordant: 0 },
    contradictions: [],
  });
  expect(captured(agreement!)).toEqual([1, 1, 1, 1, 1, 1]);
  expect(missed(judgeRepeat([agreement!], 0, true))).toEqual([]);
  expect(missed(judgeRepeat([agreement!], 1, true))).toEqual(["rows that failed"]);
  expect(missed(judgeRepeat([agreement!], 0, false))).toEqual([
    "pairs of rows that both runs bound",
  ]);
});

test("a table turned upside down is caught by the ranking and by the intervals", () => {
  const second = table("two", [
    [place(4), 500],
    [place(2, 3), 795],
    [place(2, 3), 800],
    [place(1), 1000],
  ]);
  const [agreement] = compareTables(first, second);
  expect(agreement!.tau).toMatchObject({ discordant: 5, openInBoth: 1 });
  expect(agreement!.contradictions).toEqual(["a to b", "a to c", "a to d", "b to d", "c to d"]);
  expect(missed(judgeRepeat([agreement!], 0, false))).toEqual([
    "pairs of rows that both runs bound",
    "hello, 64 connections: Kendall's tau of the two rankings",
    captureTarget,
  ]);
  expect(missed(judgeRepeat([agreement!], 0, true))).toEqual([
    "hello, 64 connections: pairs ordered both ways",
  ]);
});

test("rows that one run does not rank, or measured in too few rounds, are not compared", () => {
  const second = structuredClone(first);
  second.groups[0]!.rows[0]!.rank = null;
  expect(compareTables(first, second)[0]).toMatchObject({ ranked: 3, tau: { pairs: 3 } });
  expect(captured(compareTables(first, second)[0]!)).toHaveLength(3);
  const scarce = structuredClone(first);
  const [one] = Object.entries(scarce.groups[0]!.rows[0]!.throughput);
  scarce.groups[0]!.rows[0]!.throughput = Object.fromEntries([one!]);
  const agreements = compareTables(first, scarce);
  expect(captured(agreements[0]!)).toHaveLength(3);
  agreements[0]!.captures.pop();
  expect(missed(judgeRepeat(agreements, 0, true))).toEqual(["pairs of rows that both runs bound"]);
});

/** A run of three groups of eight equally fast rows, each row off by its own share where `shift` gives one. */
function simulate(runId: string, random: Random, shift = () => 0): CondensedTable {
  const groups = [1, 2, 3].map(() => {
    const names = Array.from({ length: 8 }, (_, index) => `arm-${index + 1}`);
    const noise = noiseOf("busy machine", names, random);
    const rounds = Array.from({ length: 14 }, () => noise.round(shuffled(names, random)));
    const arms = new Map(
      names.map((name) => {
        const values = rounds.map((round, index) => {
          return [index + 1, 10_000 * Math.exp(round.get(name)!)] as const;
        });
        return [name, new Map(values)] as const;
      }),
    );
    const figures = Object.fromEntries(
      [...arms].map(([key, rounds]) => {
        const factor = 1 + shift();
        const values = [...rounds].map(([round, value]) => [round, value * factor]);
        return [key, Object.fromEntries(values) as Record<string, number>];
      }),
    );
    return { figures, ranks: rankIntervals([...arms.keys()], compareArms(arms)) };
  });
  return tableOf(runId, groups);
}

const missesOf = (trials: number, shift: (random: Random) => number): number => {
  const random = seededRandom(20261122);
  return Array.from({ length: trials }).filter(() => {
    const one = simulate("one", random);
    const two = simulate("two", random, () => shift(random));
    return missed(judgeRepeat(compareTables(one, two), 0, false)).includes(captureTarget);
  }).length;
};

test("the capture of estimates is seldom missed by runs of the same truth", () => {
  expect(missesOf(100, () => 0)).toBeLessThanOrEqual(5);
});

test("and missed where something other than the rounds' scatter differs between the runs", () => {
  expect(missesOf(20, (random) => 0.1 * (random() - 0.5))).toBeGreaterThanOrEqual(18);
});
