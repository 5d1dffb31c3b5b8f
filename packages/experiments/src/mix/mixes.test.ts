import type { LoadPart, Mix } from "@stackbench/model";
import { summarise } from "@stackbench/report";
import { runOf, service } from "@stackbench/report/testing";
import { Histogram } from "@stackbench/statistics";
import { expect, test } from "vitest";
import { describeMemory, describeMix } from "./describe-mix.ts";
import { mixesOf } from "./mixes.ts";

const mix: Mix = [
  { workload: "hello", weight: 9 },
  { workload: "report", weight: 1 },
];

/** A second's 900 answers of 2 ms and 100 of 40 ms, `factor` times as slow. */
function partsAt(factor: number): LoadPart[] {
  return [
    { ms: 2, count: 4500 },
    { ms: 40, count: 500 },
  ].map(({ ms, count }, index) => {
    const times = new Histogram();
    times.recordMany(Math.round(ms * factor * 10_000), count);
    const errors = index === 1 ? { timeout: 2 } : {};
    return { succeeded: count, errors, unfinished: 0, serviceTime: times.toData() };
  });
}

function mixesWith(slowdowns: readonly number[]) {
  const caseOf = (variant: string, factorOf: (round: number) => number) => ({
    variant,
    workload: "mix" as const,
    rounds: slowdowns.map((_, round) => ({
      throughput: 1000,
      load: { seconds: 5, parts: partsAt(factorOf(round)) },
    })),
  });
  const record = runOf({
    rounds: slowdowns.length,
    cases: [caseOf("a:one", () => 1), caseOf("a:groups", (round) => slowdowns[round]!)],
    experiment: { mix, workloads: ["mix"] },
  });
  const pool = { group: null, workers: 2, threads: 4, parts: [0, 1], sharesParts: false };
  return mixesOf(record, summarise(record), { "a:one": [pool], "a:groups": [pool] });
}

const six = [0.5, 0.51, 0.49, 0.5, 0.52, 0.48];

test("tells each part's throughput, times and errors", () => {
  const [one] = mixesWith(six);
  expect(one!.parts[0]).toMatchObject({ name: "hello", share: 0.9, errors: {} });
  expect(one!.parts[0]!.throughput!.estimate).toBeCloseTo(900);
  expect(one!.parts[0]!.p50Ms).toBeCloseTo(2, 2);
  expect(one!.parts[1]!.p50Ms).toBeCloseTo(40, 1);
  expect(one!.parts[1]).toMatchObject({ errors: { timeout: 12 } });
});

test("tells what share of its threads a pool keeps busy, by Little's law", () => {
  const [one] = mixesWith(six);
  const [pool] = one!.pools;
  // 900/s for 2 ms and 100/s for 40 ms are 5.8 requests under way, on 8 threads.
  expect(pool!.busyShare).toBeCloseTo(5.8 / 8, 3);
  expect(pool!.meanServiceMs).toBeCloseTo(5.8, 2);
});

test("answers in one sentence, against the anchor with an interval", () => {
  const [one, groups] = mixesWith(six);
  expect(describeMix(one!, one)).toBe(
    "a:one answers hello in 2.00 ms (p50), report in 40.0 ms (p50), 1,000 requests/s in all.",
  );
  expect(describeMix(groups!, one)).toMatch(
    /^a:groups answers, against a:one, hello 2\.00 times as fast \(p50 1\.00 ms against 2\.00; 1\.9\d to 2\.0\d\), report 2\.00 times/,
  );
});

test("claims no difference that the rounds do not agree on, nor an interval of too few", () => {
  const [one, mixed] = mixesWith([0.5, 1.9, 0.6, 1.7, 0.9, 1.1]);
  expect(describeMix(mixed!, one)).toContain("hello no differently as far as can be told");
  const [few, other] = mixesWith([0.5, 0.5]);
  expect(describeMix(other!, few)).toContain("too few rounds for an interval");
});

test("the memory of a process group is told in time: first, last and most", () => {
  const mebibyte = 2 ** 20;
  const windowOf = (...mebibytes: number[]) => {
    const bytes = mebibytes.map((each) => each * mebibyte);
    const group = {
      name: "main",
      cpuUserSeconds: 1,
      cpuSystemSeconds: 0,
      memoryOverTime: { at: mebibytes.map((_, index) => 2 * index), bytes },
      processes: 1,
      endedProcesses: 0,
    };
    const app = { ...service(1, 0, mebibyte), processGroups: [group] };
    return {
      throughput: 1000,
      load: { seconds: 5, parts: partsAt(1) },
      use: { services: { app } },
    };
  };
  const record = runOf({
    rounds: 2,
    cases: [{ variant: "a:one", workload: "mix", rounds: [windowOf(40, 60), windowOf(95, 80)] }],
    experiment: { mix, workloads: ["mix"] },
  });
  const main = { group: "main", workers: 1, threads: 5, parts: [0, 1], sharesParts: false };
  const other = { ...main, group: "other", parts: [] };
  const [one] = mixesOf(record, summarise(record), { "a:one": [main, other] });
  expect(one!.pools[0]!.memoryOverTime).toEqual([
    { round: 1, window: 1, at: [0, 2], bytes: [40 * mebibyte, 60 * mebibyte] },
    { round: 2, window: 1, at: [0, 2], bytes: [95 * mebibyte, 80 * mebibyte] },
  ]);
  // Of a group that nobody read nothing is told.
  expect(describeMemory(one!.pools)).toEqual(["memory of main: 40 MiB first, 80 last, 95 at most"]);
});
