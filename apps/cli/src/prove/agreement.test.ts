import { expect, test } from "vitest";
import type { Target } from "../perf/outcome.ts";
import { compareTables, type CondensedRow, type CondensedTable } from "./agreement.ts";
import { judgeRepeat } from "./repeat.ts";

type Given = [rank: [number, number], ratio: number, halfWidth: number];

function table(runId: string, given: readonly Given[], anchor = "a"): CondensedTable {
  const rows = given.map(([[low, high], ratio, halfWidth], index): CondensedRow => {
    const key = String.fromCodePoint("a".codePointAt(0)! + index);
    const interval = { low: ratio - halfWidth, high: ratio + halfWidth };
    const verdict = interval.low > 1 ? "faster" : interval.high < 1 ? "slower" : "tie";
    return {
      key,
      status: "measured",
      rank: { low, high },
      relative: key === anchor ? null : { anchor, ratio, ...interval, verdict },
    };
  });
  const level = { loop: "closed" as const, connections: 64 };
  return { runId, groups: [{ workload: "hello", level, rows }] };
}

const first = table("one", [
  [[1, 1], 1, 0],
  [[2, 3], 0.8, 0.02],
  [[2, 3], 0.79, 0.02],
  [[4, 4], 0.5, 0.02],
]);

const missed = (targets: readonly Target[]): string[] =>
  targets
    .filter(
      ({ value, atLeast = -Infinity, atMost = Infinity }) => !(value >= atLeast && value <= atMost),
    )
    .map(({ name }) => name);

test("the same table twice agrees wholly, ties included", () => {
  const [agreement] = compareTables(first, { ...first, runId: "two" });
  expect(agreement).toMatchObject({
    ranked: 4,
    tau: { tau: 1, openInBoth: 1, discordant: 0 },
    secondInFirst: { successes: 3, trials: 3 },
    firstInSecond: { successes: 3, trials: 3 },
    contradictions: [],
  });
  expect(missed(judgeRepeat([agreement!], 0, true))).toEqual([]);
  expect(missed(judgeRepeat([agreement!], 1, true))).toEqual(["rows without a figure"]);
});

test("a table turned upside down is caught by the ranking and by the intervals", () => {
  const second = table("two", [
    [[4, 4], 1, 0],
    [[2, 3], 1.25, 0.02],
    [[2, 3], 1.26, 0.02],
    [[1, 1], 2, 0.02],
  ]);
  const [agreement] = compareTables(first, second);
  expect(agreement!.tau).toMatchObject({ discordant: 5, openInBoth: 1 });
  expect(agreement!.contradictions).toEqual(["b", "c", "d"]);
  expect(agreement!.secondInFirst.successes).toBe(0);
  expect(missed(judgeRepeat([agreement!], 0, false))).toEqual([
    "estimates that both runs have",
    "hello, 64 connections: Kendall's tau of the two rankings",
    "estimates of run 2 inside the intervals of run 1, high end of the exact 95 % interval",
    "estimates of run 1 inside the intervals of run 2, high end of the exact 95 % interval",
  ]);
});

test("estimates against different anchors are not compared", () => {
  const second = table(
    "two",
    [
      [[1, 1], 1.25, 0.02],
      [[2, 3], 1, 0],
      [[2, 3], 1, 0.02],
      [[4, 4], 0.6, 0.02],
    ],
    "b",
  );
  expect(compareTables(first, second)[0]!.secondInFirst.trials).toBe(0);
});
