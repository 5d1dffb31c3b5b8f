import { expect, test } from "vitest";
import { isReached, targetsOf, type Target } from "./outcome.ts";
import { alarms, judgeAlarms } from "./aa.ts";
import { judgeDrift } from "./drift.ts";
import {
  cpuRatio,
  headComparison,
  judgeRegression,
  type RegressionTrial,
} from "./judge-regression.ts";
import { regressionProof } from "./regression.ts";
import type { FiguresByRound } from "./trial.ts";

const missed = (targets: readonly Target[]): string[] =>
  targets.filter((target) => !isReached(target)).map(({ name }) => name);

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

test("aa passes with 2 alarms of 20, and misses with 3 or with too few runs", () => {
  const whole = { wanted: 20, short: false, protocol: "quick" } as const;
  expect(missed(judgeAlarms([...of(18, quiet), ...of(2, loud)], whole))).toEqual([]);
  expect(missed(judgeAlarms([...of(17, quiet), ...of(3, loud)], whole))).toEqual([
    "runs with a false verdict, observed",
  ]);
  expect(missed(judgeAlarms(of(12, quiet), whole))).toEqual(["runs"]);
  // The short form: one of two may be chance, both may not.
  const short = { ...whole, wanted: 2, short: true };
  expect(missed(judgeAlarms([quiet, loud], short))).toEqual([]);
  expect(missed(judgeAlarms([loud, loud], short))).toHaveLength(1);
});

test("aa of pr wants ties too", () => {
  const pr = { wanted: 10, short: false, protocol: "pr" } as const;
  const named = {
    ...quiet,
    throughput: { "x:base": arms(1)["base"]!, "x:head": arms(1)["head"]! },
  };
  expect(missed(judgeAlarms(of(10, named), pr))).toEqual([]);
  const base = arms(1)["base"]!;
  const wild = Object.entries(base).map(([round, value]) => [
    round,
    value * (Number(round) % 2 ? 1.1 : 0.9),
  ]);
  const far = { ...named, throughput: { "x:base": base, "x:head": Object.fromEntries(wild) } };
  expect(missed(judgeAlarms([...of(8, named), ...of(2, far)], pr))).toEqual([
    "runs in which head against base is a tie",
  ]);
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
    missed(judgeRegression([...few(found, one), ...few(10 - found, others)], [5], false));
  expect(judged(9, slower, trial(5, 0.99, 1.05))).toEqual([]);
  expect(judged(8, slower, trial(5, 0.99, 1.05))).toEqual([
    '5 % more CPU a request: share found "slower"',
  ]);
  expect(judged(9, slower, trial(5, 1.002, 1.05))).toEqual([
    "5 % more CPU a request: trials with the wrong sign",
  ]);
  expect(judged(10, trial(5, 1 / 1.05, 1.02), slower)).toEqual([
    "5 % more CPU a request: CPU per request, head ÷ base, median",
  ]);
  const small = few(5, trial(1, 0.99, 1.01));
  expect(missed(judgeRegression(small, [1], false))).toEqual([]);
  expect(missed(judgeRegression([...small, trial(1, 0.9, 1.01)], [1], false))).toEqual([
    '1 % more CPU a request: trials with "faster" or "slower"',
  ]);
});

test("what was measured says which burns are wanted of a regression: 1 % of a server of one speed alone", () => {
  const burnsWanted = (stack: string) => {
    const figures = {
      version: 2,
      trials: [trial(5, 0.95, 1.05)],
      settings: { variants: [`${stack}:base`, `${stack}:head`] },
    };
    const names = targetsOf(regressionProof.judgeFigures(figures)).map(({ name }) => name);
    return [...new Set(names.map((name) => name.split(" ")[0]))];
  };
  expect(burnsWanted("fastify")).toEqual(["5"]);
  expect(burnsWanted("reference-servers")).toEqual(["5", "1"]);
});
