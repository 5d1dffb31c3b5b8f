import { expect, test } from "vitest";
import { frozenLatencyMs } from "./frozen-latency.ts";
import { errorOverTolerance } from "./judge-latency-law.ts";
import { otherTools } from "./other-tools.ts";
import { percentilesOfValues } from "./percentiles.ts";

test("latency under freezes is what evenly spaced requests would meet", () => {
  // One request every 0.1 ms over ten periods: what each waits, and the percentiles of that.
  for (const [freezeMs, periodMs] of [
    [1000, 5000],
    [200, 5000],
  ] as const) {
    const waits = Array.from({ length: 500_000 }, (_, i) => {
      const inPeriodMs = (i / 10) % periodMs;
      return Math.max(0, freezeMs - inPeriodMs);
    });
    const simulated = percentilesOfValues(waits);
    for (const percent of [50, 90, 99, 99.9] as const) {
      expect(frozenLatencyMs(percent, freezeMs, periodMs)).toBeCloseTo(simulated[percent], 0);
    }
  }
  expect(frozenLatencyMs(99, 1000, 5000)).toBeCloseTo(950);
});

test("an error is held against the share and the ms allowed together", () => {
  const trial = (truth: number, reported: number) => ({
    trueMs: { 50: truth, 90: 0, 99: truth, 99.9: null },
    reportedMs: { 50: reported, 90: 0, 99: reported, 99.9: 1 },
  });
  expect(errorOverTolerance(trial(5, 5.35), 50)).toBeCloseTo(1);
  expect(errorOverTolerance(trial(100, 94), 99)).toBeCloseTo(1);
  expect(errorOverTolerance(trial(100, 94), 99.9)).toBeNaN();
});

const tool = (name: string) =>
  otherTools({ launchesHere: true }).find((known) => known.name === name)!;

test("wrk's printed distribution is read in its units", () => {
  const lines = [
    "  Latency Distribution",
    "     50%  812.00us",
    "     75%    2.10ms",
    "     90%    2.55ms",
    "     99%    1.02s",
  ];
  expect(tool("wrk --latency").read(lines)).toEqual({ 50: 0.812, 90: 2.55, 99: 1020, 99.9: null });
});

test("hey's rows are responses in seconds", () => {
  const rows = Array.from(
    { length: 1000 },
    (_, i) => `${((i + 1) / 1000).toFixed(4)},0.0001,0,0,0,0,200,0.1`,
  );
  const lines = [
    "response-time,DNS+dialup,DNS,Request-write,Response-delay,Response-read,status-code,offset",
    ...rows,
  ];
  expect(tool("hey -q").read(lines)).toEqual({ 50: 500, 90: 900, 99: 990, 99.9: 999 });
});
