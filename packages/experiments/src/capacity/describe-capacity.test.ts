import { expect, test } from "vitest";
import type { Capacity, Probe } from "./capacities.ts";
import { describeCapacity } from "./describe-capacity.ts";

function probe(ratePerSecond: number, lacking: number): Probe {
  return {
    round: 1,
    ratePerSecond,
    achievedPerSecond: ratePerSecond,
    latencyMs: { 50: 1, 90: 1, 95: 1, 99: 2, 99.9: null },
    lostShare: 0,
    lacking,
    verdict: { said: "keeps" },
  };
}

function say(answer: Capacity["answer"], probes: Probe[] = []): string {
  return describeCapacity({
    variant: "a:bare",
    workload: "hello",
    slo: [{ kind: "latency", percent: 99.9, belowMs: 50 }],
    lowestPerSecond: 100,
    highestPerSecond: 1000,
    answer,
    probes,
  });
}

test("how many requests were too few is said of the rate that was found", () => {
  const found = {
    kind: "found",
    keepsPerSecond: 500,
    failsPerSecond: 520,
    confirmed: true,
  } as const;
  expect(say(found, [probe(100, 2500), probe(500, 500), probe(500, 400)])).toContain(
    "500 requests too few",
  );
  expect(say(found, [probe(100, 2500), probe(500, 0)])).not.toContain("too few");
});

test("a variant that came up no more keeps what it had shown", () => {
  const gone = { kind: "failed", reason: "it ended with code 1" } as const;
  expect(say({ ...gone, keepsPerSecond: null, failsPerSecond: null })).toBe(
    "a:bare has no capacity for hello, for it does not serve: it ended with code 1.",
  );
  expect(say({ ...gone, keepsPerSecond: 400, failsPerSecond: 800 })).toMatch(
    /was given up \(400 requests\/s kept it, 800 did not\), .*it ended with code 1\.$/,
  );
});
