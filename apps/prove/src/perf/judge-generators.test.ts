import { expect, test } from "vitest";
import { summariseGenerators, targetsOf, type Reading } from "./judge-generators.ts";

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

test("a generator is set against wrk in the same round, with as many connections and in the same mode", () => {
  const ours = (round: number, servedPerSecond: number, cpuMicrosPerRequest: number) =>
    reading({ round, generator: "stackbench", servedPerSecond, cpuMicrosPerRequest });
  const figures = summariseGenerators([
    ours(1, 90, 11),
    ours(2, 220, 9),
    ours(3, 50, 12),
    reading({}),
    reading({ round: 2, servedPerSecond: 200 }),
    reading({ round: 3 }),
    reading({ connections: 1000, servedPerSecond: 1 }),
    reading({ mode: "keep-alive", servedPerSecond: 1 }),
  ]);
  expect(figures).toHaveLength(4);
  expect(figures.find(({ generator }) => generator === "stackbench")).toMatchObject({
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
    targetsOf(
      summariseGenerators([
        reading({ connections }),
        reading({ connections, generator: "stackbench" }),
      ]),
    ).map(({ atLeast, atMost }) => atLeast ?? atMost);
  expect(targets(64)).toEqual([1, 1, 0.995]);
  expect(targets(1000)).toEqual([0.95, 0.995]);
});
