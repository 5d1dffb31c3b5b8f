import { expect, test } from "vitest";
import type { Target } from "../perf/outcome.ts";
import { alarms, judgeAlarms } from "./aa.ts";
import { judgeDrift } from "./drift.ts";
import {
  cpuRatio,
  headComparison,
  judgeRegression,
  type RegressionTrial,
} from "./judge-regression.ts";
import type { FiguresByRound } from "./trial.ts";

const missed = (targets: readonly Target[]): string[] =>
  targets
    .filter(
      ({ value, atLeast = -Infinity, atMost = Infinity }) => !(value >= atLeast && value <= atMost),
    )
    .map(({ name }) => name);

/** Eight rounds, the head so many times as high as the base. */
function arms(head: number): FiguresByRound {
  const rounds = (factor: number) =>
    Object.fromEntries(
      Array.from({ length: 8 }, (_, index) => [`${index + 1}`, factor * (100 + index)]),
    );
  const jitter = rounds(head);
  jitter["1"]! *= 1.0001;
  return { base: rounds(1), head: jitter };
}

function trial(burn: 5 | 1, throughput: number, cpu: number): RegressionTrial {
  return {
    burn,
    startedAt: "2026-11-21T00:00:00.000Z",
    seed: 1,
    wallSeconds: 340,
    stop: null,
    throughput: arms(throughput),
    cpuMicros: arms(cpu),
    table: [],
    cautions: {},
    invalidWindows: 0,
    steal: null,
  };
}

const cautions: Record<string, number> = { "background-load": 9 };
const quiet = { throughput: arms(1), table: [], cautions };
const loud = { throughput: arms(0.9), table: [], cautions };
const of = (count: number, one: typeof quiet) => Array.from({ length: count }, () => one);

test("a run alarms by any pair and by any row of its table", () => {
  expect(alarms(quiet)).toBe(false);
  expect(alarms(loud)).toBe(true);
  const relative = {
    anchor: "base",
    ratio: 1.1,
    interval: null,
    p: 0.01,
    adjustedP: 0.01,
    tieAdjustedP: 1,
    signedRankP: 0.01,
    rounds: 8,
    verdict: "faster" as const,
  };
  expect(alarms({ ...quiet, table: [{ caseId: "x", rank: null, relative }] })).toBe(true);
});

test("aa passes with 4 alarms of 40, and misses with 5 or with too few runs", () => {
  expect(missed(judgeAlarms([...of(36, quiet), ...of(4, loud)], 40))).toEqual([]);
  expect(missed(judgeAlarms([...of(35, quiet), ...of(5, loud)], 40))).toEqual([
    "runs with a false verdict, observed",
  ]);
  expect(missed(judgeAlarms(of(12, quiet), 40))).toEqual(["runs"]);
  // The short form: one of two may be chance, both may not.
  expect(missed(judgeAlarms([quiet, loud], 2))).toEqual([]);
  expect(missed(judgeAlarms([loud, loud], 2))).toHaveLength(1);
});

test("drift wants interleaved runs quiet and sequential ones loud; alone, sequential misses the target", () => {
  const parts = [
    { order: "interleaved" as const, kept: [...of(23, quiet), ...of(2, loud)] },
    { order: "sequential" as const, kept: of(10, loud) },
  ];
  const wanted = { interleaved: 25, sequential: 10 };
  expect(missed(judgeDrift(parts, { wanted, asked: "both" }))).toEqual([]);
  expect(missed(judgeDrift(parts.slice(1), { wanted, asked: "sequential" }))).toEqual([
    "sequential: trials with a false verdict",
  ]);
  const swapped = [
    { order: "interleaved" as const, kept: [...of(22, quiet), ...of(3, loud)] },
    { order: "sequential" as const, kept: of(10, quiet) },
  ];
  expect(missed(judgeDrift(swapped, { wanted, asked: "both" }))).toHaveLength(2);
  const silent = {
    order: "interleaved" as const,
    kept: [...of(24, quiet), { ...quiet, cautions: {} }],
  };
  expect(missed(judgeDrift([silent], { wanted, asked: "interleaved" }))).toEqual([
    "interleaved: trials that tell of the hog",
  ]);
});

test("a regression is judged by the head, and by what it really burned", () => {
  const slower = trial(5, 1 / 1.05, 1.05);
  expect(headComparison(slower)).toMatchObject({ a: "head", b: "base", verdict: "slower" });
  expect(cpuRatio(slower)).toBeCloseTo(1.05, 3);
  // A round may begin with either.
  const { base, head } = slower.throughput;
  expect(headComparison({ throughput: { head: head!, base: base! } })).toMatchObject({
    a: "head",
    verdict: "slower",
  });
  const few = (count: number, one: RegressionTrial) => Array.from({ length: count }, () => one);
  const judged = (found: number, one: RegressionTrial, others: RegressionTrial) =>
    missed(judgeRegression([...few(found, one), ...few(20 - found, others)], [5], false));
  expect(judged(17, slower, trial(5, 0.99, 1.05))).toEqual([]);
  expect(judged(16, slower, trial(5, 0.99, 1.05))).toEqual([
    '5 % more CPU a request: share found "slower"',
  ]);
  expect(judged(19, slower, trial(5, 1.002, 1.05))).toEqual([
    "5 % more CPU a request: trials with the wrong sign",
  ]);
  expect(judged(20, trial(5, 1 / 1.05, 1.02), slower)).toEqual([
    "5 % more CPU a request: CPU per request, head ÷ base, median",
  ]);
  const small = few(20, trial(1, 0.99, 1.01));
  expect(missed(judgeRegression(small, [1], false))).toEqual([]);
  expect(missed(judgeRegression([...small, trial(1, 0.9, 1.01)], [1], false))).toEqual([
    '1 % more CPU a request: trials with "faster" or "slower"',
  ]);
});
