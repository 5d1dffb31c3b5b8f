import { expect, test } from "vitest";
import { describeTarget, isReached, targetsOf, type Judgement } from "../outcome.ts";
import { judgeGenerators, type Reading } from "./judge-generators.ts";

function reading(changes: Partial<Reading>): Reading {
  return {
    round: 1,
    mode: "close",
    connections: 64,
    generator: "wrk",
    servedPerSecond: 100,
    reportedPerSecond: 100,
    reportedOverTrue: 1,
    cpuMicrosPerRequest: 10,
    errors: 0,
    ...changes,
  };
}

const ours = (changes: Partial<Reading> = {}) => reading({ generator: "stackbench", ...changes });

const missed = (judgement: Judgement): string[] =>
  targetsOf(judgement)
    .filter((target) => !isReached(target))
    .map(({ name }) => name);

test("a generator is set against wrk in the same round, with as many connections and in the same mode", () => {
  const { summary } = judgeGenerators([
    ours({ servedPerSecond: 90, cpuMicrosPerRequest: 11 }),
    ours({ round: 2, servedPerSecond: 220, cpuMicrosPerRequest: 9 }),
    ours({ round: 3, servedPerSecond: 50, cpuMicrosPerRequest: 12 }),
    reading({}),
    reading({ round: 2, servedPerSecond: 200 }),
    reading({ round: 3 }),
    reading({ connections: 1000, servedPerSecond: 1 }),
    reading({ mode: "keep-alive", servedPerSecond: 1 }),
  ]).figures;
  expect(summary).toHaveLength(4);
  expect(summary.find(({ generator }) => generator === "stackbench")).toMatchObject({
    mode: "close",
    connections: 64,
    rounds: 3,
    servedPerSecond: 90,
    ratioToWrk: 0.9,
    ratioToWrkMin: 0.5,
    ratioToWrkMax: 1.1,
    cpuRatioToWrk: 1.1,
  });
});

test("64 connections must be as fast as wrk, thousands nearly so", () => {
  const targets = (connections: number) =>
    judgeGenerators([reading({ connections }), ours({ connections })]).targets.map(
      ({ atLeast, atMost }) => atLeast ?? atMost,
    );
  expect(targets(64)).toEqual([1, 1, 0.995]);
  expect(targets(1000)).toEqual([0.95, 0.995]);
});

test("a generator as fast and as frugal as wrk passes, and each shortcoming is a miss of its own", () => {
  const judge = (changes: Partial<Reading>) =>
    missed(judgeGenerators([reading({}), ours(changes)]));
  const where = "close, 64 connections";
  expect(judge({})).toEqual([]);
  expect(judge({ servedPerSecond: 99 })).toEqual([`median requests/s ratio to wrk, ${where}`]);
  expect(judge({ cpuMicrosPerRequest: 10.1 })).toEqual([`median CPU ratio to wrk, ${where}`]);
  expect(judge({ reportedOverTrue: 0.994 })).toEqual([`median reported / true, ${where}`]);
  expect(judge({ reportedOverTrue: 1.006 })).toEqual([`median reported / true, ${where}`]);
});

test("with thousands of connections 5 % less than wrk pass, and 6 % do not", () => {
  const connections = 1000;
  const judge = (servedPerSecond: number) =>
    missed(judgeGenerators([reading({ connections }), ours({ connections, servedPerSecond })]));
  expect(judge(95)).toEqual([]);
  expect(judge(94)).toEqual(["median requests/s ratio to wrk, close, 1000 connections"]);
});

test("without wrk beside it, or without a window of ours, nothing is known, which is a miss", () => {
  const alone = judgeGenerators([ours()]);
  expect(missed(alone)).toHaveLength(2);
  expect([alone.text, ...targetsOf(alone).map(describeTarget)].join("\n")).not.toMatch(
    /NaN|Infinity/,
  );
  expect(missed(judgeGenerators([reading({})]))).toEqual(["figures"]);
  expect(missed(judgeGenerators([]))).toEqual(["figures"]);
});
