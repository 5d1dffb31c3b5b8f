import { decodeFromCompressedBase64, HistogramLogReader, listTags } from "hdr-histogram-js";
import { Histogram } from "@stackbench/statistics";
import { expect, test } from "vitest";
import { summarise } from "../../summarise.ts";
import { timedCases } from "../../summarise/timed-cases.ts";
import { realisticRun } from "../../testing/realistic-run.ts";
import { runOf } from "../../testing/run-of.ts";
import { renderHdrLog } from "./log.ts";
import { renderHgrms } from "./percentiles.ts";

/** As HdrHistogram's plotter reads it (plotFiles.html): lines of four numbers, `#` and all others passed over. */
function plotted(text: string): { value: number; percentile: number; count: number }[] {
  return text.split("\n").flatMap((line) => {
    const numbers = line.trim().split(/ +/).map(Number);
    if (line.startsWith("#") || numbers.length !== 4 || numbers.some(Number.isNaN)) return [];
    const [value, percentile, count] = numbers as [number, number, number];
    return [{ value, percentile, count }];
  });
}

const shares = [1, 0.98, 1.02, 1.01, 0.99, 1];
const rounds = shares.map((share) => ({ throughput: 9000 * share }));
const open = runOf({
  rounds: 6,
  cases: [{ variant: "a:bare", workload: "hello", ratePerSecond: 2000, rounds }],
});
const name = "a-bare_hello_c64-r2000-poisson_stackbench";

test("each row has a distribution a kind of time, whose percentiles are the table's", () => {
  const files = renderHgrms(open);
  expect(Object.keys(files)).toEqual([`${name}.service-time.hgrm`, `${name}.latency.hgrm`]);
  const [row] = summarise(open).rows;
  for (const [kind, told] of [
    ["service-time", row!.serviceTime],
    ["latency", row!.latency],
  ] as const) {
    const points = plotted(files[`${name}.${kind}.hgrm`]!);
    for (const [share, ms] of [
      [0.5, told!.p50Ms!],
      [0.9, told!.p90Ms!],
      [0.99, told!.p99Ms!],
      [0.999, told!.p999Ms!],
    ] as const) {
      // The slowest have one time: there it ends.
      const { value } = points.find(({ percentile }) => percentile >= share) ?? points.at(-1)!;
      const { value: below } = points.findLast(({ percentile }) => percentile <= share)!;
      expect(value).toBeGreaterThan(ms * 0.998);
      expect(below).toBeLessThan(ms * 1.002);
    }
  }
});

test("the number of values is exact, smallest and largest within a thousandth", () => {
  const [timed] = timedCases(open);
  const text = Object.values(renderHgrms(open))[0]!;
  const points = plotted(text);
  expect(points[0]!.value / (timed!.merged.min / 1e4)).toBeCloseTo(1, 3);
  expect(text).toMatch(new RegExp(String.raw`^#\[Max +=.*Total count +=  +60000\]$`, "m"));
  const [, max] = /^#\[Max += +([\d.]+)/m.exec(text)!;
  expect(Number(max) / (timed!.merged.max / 1e4)).toBeCloseTo(1, 3);
  expect(text.startsWith("       Value     Percentile TotalCount 1/(1-Percentile)\n")).toBe(true);
});

test("what was never answered is counted beside it", () => {
  const load = { errors: { timeout: 30 }, unfinished: 2 };
  const run = runOf({
    cases: [{ variant: "a:bare", workload: "hello", rounds: [{ throughput: 9000, load }] }],
  });
  const [text] = Object.values(renderHgrms(run));
  expect(text).toMatch(/^# a:bare\/hello\/c64\/stackbench: service time, ms; 32 requests/m);
});

test("the log is read by the library's own reader, window by window", () => {
  const text = renderHdrLog(open);
  expect(listTags(text)).toEqual([`${name}.service-time`, `${name}.latency`]);
  const reader = new HistogramLogReader(text);
  const [service, latency] = timedCases(open);
  for (const window of service!.windows) {
    if (window.load.kind !== "open") throw new Error("expected an open loop");
    for (const data of [window.load.serviceTime, window.load.latency]) {
      const read = reader.nextIntervalHistogram()!;
      expect(read.startTimeStampMsec).toBe(Date.parse(window.startedAt));
      expect(read.endTimeStampMsec - read.startTimeStampMsec).toBeCloseTo(5000);
      expect(read.totalCount).toBe(data.count);
      expect(read.mean / ((data.sum / data.count) * 100)).toBeCloseTo(1, 2);
      expect(read.maxValue / (data.max * 100)).toBeCloseTo(1, 2);
    }
  }
  expect(reader.nextIntervalHistogram()).toBeNull();
  expect(latency!.merged.count).toBe(60_000);
});

test("of the log's lines a window's maximum is in ms, its histogram in compressed V2", () => {
  const line = renderHdrLog(open)
    .split("\n")
    .find((one) => one.startsWith("Tag="))!;
  const [, , , max, base64] = line.split(",") as [string, string, string, string, string];
  expect(base64).toMatch(/^HISTFAA/);
  expect(decodeFromCompressedBase64(base64).maxValue / 1e6 / Number(max)).toBeCloseTo(1, 2);
});

test("invalid windows are in it only where a row has no others, and rows without times have no file", () => {
  const run = realisticRun();
  const table = summarise(run);
  const timed = timedCases(run);
  const withTimes = table.rows.filter(({ serviceTime }) => serviceTime !== null);
  expect(timed.map(({ caseId }) => caseId).toSorted()).toEqual(
    withTimes.map(({ caseId }) => caseId).toSorted(),
  );
  for (const { caseId, windows } of timed) {
    const { status, windows: counted } = table.rows.find((row) => row.caseId === caseId)!;
    expect(windows).toHaveLength(status === "measured" ? counted.valid : counted.measured);
  }
});

test("names are such that any file system takes, no two alike, whatever a case is called", () => {
  const steady = [{ throughput: 9000 }];
  const hostile = ["../../etc:passwd", "A b:c", "a-b:c", "a,b:c", `${"long".repeat(99)}:x`];
  const cases = hostile.map((variant) => ({ variant, workload: "hello" as const, rounds: steady }));
  const names = Object.keys(renderHgrms(runOf({ cases })));
  expect(new Set(names.map((one) => one.toLowerCase())).size).toBe(hostile.length);
  for (const one of names) {
    expect(one).toMatch(/^[A-Za-z0-9_][\w.-]*\.hgrm$/);
    expect(one.length).toBeLessThan(200);
  }
});

test("times of microseconds keep their digits", () => {
  const rounds = [{ throughput: 900_000, load: { serviceTime: tinyTimes() } }];
  const run = runOf({ cases: [{ variant: "a:bare", workload: "hello", rounds }] });
  const [point] = plotted(Object.values(renderHgrms(run))[0]!);
  expect(point!.value).toBe(0.0123);
});

function tinyTimes() {
  const histogram = new Histogram();
  histogram.recordMany(123, 1000);
  return histogram.toData();
}
