import { oneBucketHistogram } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { parseCsv } from "../../testing/parse-csv.ts";
import { runOf, service, type WindowSketch } from "../../testing/run-of.ts";
import { renderSeriesCsv } from "./series.ts";

/** The values of a series of the one window, as `from to value`. */
function valuesOf(sketch: Partial<WindowSketch>, name: string, part = ""): string[] {
  const rounds = [{ throughput: 100, ...sketch }];
  const run = runOf({ cases: [{ variant: "a:bare", workload: "hello", rounds }] });
  return parseCsv(renderSeriesCsv(run))
    .filter((line) => line["series"] === name && line["part"] === part)
    .map((line) => `${line["from_seconds"]} ${line["to_seconds"]} ${line["value"]}`);
}

test("the load is told by whole seconds, the last one cut at the window's end", () => {
  const succeeded = Array.from({ length: 25 }, () => 10);
  const series = { intervalMs: 100, succeeded, serviceMs: succeeded.map((count) => count * 4) };
  const load = { seconds: 2.45, series };
  expect(valuesOf({ load }, "throughput_per_second").slice(0, 2)).toEqual(["0 1 100", "1 2 100"]);
  const [from, to, value] = valuesOf({ load }, "throughput_per_second")[2]!.split(" ").map(Number);
  expect([from, to]).toEqual([2, 2.45]);
  expect(value).toBeCloseTo(50 / 0.45);
  expect(valuesOf({ load }, "service_time_mean_ms")).toEqual(["0 1 4", "1 2 4", "2 2.45 4"]);
});

test("seconds without an answer have a rate of zero and no service time", () => {
  const series = { intervalMs: 1000, succeeded: [5, 0], serviceMs: [10, 0] };
  const load = { seconds: 2, series };
  expect(valuesOf({ load }, "throughput_per_second")).toEqual(["0 1 5", "1 2 0"]);
  expect(valuesOf({ load }, "service_time_mean_ms")).toEqual(["0 1 2"]);
});

test("percentiles of a second stand only where enough lie beyond them, its longest time always", () => {
  const ticks = 20_000;
  const times = [oneBucketHistogram(10_000, ticks), oneBucketHistogram(500, ticks)];
  const told = (name: string) =>
    valuesOf({ load: { seconds: 1.5, series: { intervalMs: 100, succeeded: [], times } } }, name);
  const [whole, partial] = ["0 1 2", "1 1.5 2"];
  expect(told("service_time_p50_ms")).toEqual([whole, partial]);
  // A tenth of 500 are 50, a hundredth 5.
  expect(told("service_time_p90_ms")).toEqual([whole, partial]);
  expect(told("service_time_p99_ms")).toEqual([whole]);
  expect(told("service_time_max_ms")).toEqual([whole, partial]);
  expect(told("latency_p50_ms")).toEqual([]);
});

test("the warm-up lies before the window", () => {
  const series = { intervalMs: 500, succeeded: [1, 3, 5] };
  const warmUp = { seconds: 1.5, steady: true, longestServiceMs: 1, series };
  expect(valuesOf({ load: { warmUp } }, "warmup_throughput_per_second")).toEqual([
    "-1.5 -0.5 4",
    "-0.5 0 10",
  ]);
});

test("processes, the memory of groups and of each process are told at their moments", () => {
  const app = {
    ...service(1, 1, 1000),
    processSeries: { intervalMs: 500, counts: [2, 3] },
    processGroups: [
      {
        name: "reports",
        cpuUserSeconds: 1,
        cpuSystemSeconds: 1,
        processes: 1,
        endedProcesses: 0,
        memoryOverTime: { at: [0, 2], bytes: [10, 20] },
      },
    ],
    memorySeries: {
      measure: "proportional" as const,
      at: [0, 1, 2],
      processes: [{ pid: 7, isParent: false, fromSeconds: 0.9, firstSample: 1, bytes: [30, 40] }],
      begun: 1,
      ended: 0,
      lookMs: 100,
    },
  };
  const use = { services: { app } };
  expect(valuesOf({ use }, "processes")).toEqual(["0 0 2", "0.5 0.5 3"]);
  expect(valuesOf({ use }, "memory_bytes", "reports")).toEqual(["0 0 10", "2 2 20"]);
  expect(valuesOf({ use }, "memory_bytes", "pid 7")).toEqual(["1 1 30", "2 2 40"]);
});

test("a run that saw nothing in time has the head alone", () => {
  const run = runOf({
    cases: [{ variant: "a:bare", workload: "hello", rounds: [{ throughput: 100 }] }],
  });
  expect(parseCsv(renderSeriesCsv(run))).toEqual([]);
  expect(renderSeriesCsv(run)).toMatch(/^run_id,.*,from_seconds,to_seconds,value\n$/);
});
