import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { judgeLatencyLaw, lawNames, type LatencyTrial } from "./latency-law-verdict.ts";
import { judgeLittle, servers, wholeExtent, type LittleTrial } from "./little-verdict.ts";

// The verdict is the exit code; what is printed beside it is not looked at here.
beforeEach(() => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe("latency-law", () => {
  const trials = (more: Partial<LatencyTrial> = {}): LatencyTrial[] =>
    lawNames.map((law) => ({
      law,
      tool: "stackbench",
      mode: "open loop",
      ratePerSecond: 1000,
      trueCount: 35_000,
      reportedCount: 35_000,
      stealShare: 0.001,
      sendLagP99Ms: 0.01,
      trueMs: { 50: 5, 90: 6, 99: 20, 99.9: 30 },
      reportedMs: { 50: 5.1, 90: 6.1, 99: 20.5, 99.9: 31 },
      ...more,
    }));
  const long = { json: true, short: false };
  const off = { reportedMs: { 50: 5.4, 90: 6, 99: 20, 99.9: 30 } };

  test("passes where all percentiles are within their tolerances", () => {
    expect(judgeLatencyLaw(trials(), 1, long)).toBe(0);
  });

  test("the median window decides: one disturbed window is no miss, most of them are", () => {
    expect(judgeLatencyLaw([...trials(), ...trials(), ...trials(off)], 1, long)).toBe(0);
    expect(judgeLatencyLaw([...trials(), ...trials(off), ...trials(off)], 1, long)).toBe(1);
  });

  test("a percentile that the window does not carry is not judged", () => {
    const tail = { reportedMs: { 50: 5, 90: 6, 99: 20, 99.9: 60 } };
    const few = { trueCount: 8000, reportedCount: 8000 };
    expect(judgeLatencyLaw(trials(tail), 1, long)).toBe(1);
    expect(judgeLatencyLaw(trials({ ...tail, ...few }), 1, long)).toBe(0);
  });

  test("the short form leaves the tail of the constant law to the long one, and judges all else", () => {
    const short = { json: true, short: true };
    const tail = { reportedMs: { 50: 5, 90: 6, 99: 40, 99.9: 60 } };
    const constant = trials().map((trial) =>
      trial.law === "constant" ? { ...trial, ...tail } : trial,
    );
    expect(judgeLatencyLaw(constant, 1, short)).toBe(0);
    expect(judgeLatencyLaw(constant, 1, long)).toBe(1);
    expect(judgeLatencyLaw(trials(tail), 1, short)).toBe(1);
  });

  test("windows with steal do not count, neither for nor against", () => {
    const stolen = trials({ ...off, stealShare: 0.05 });
    expect(judgeLatencyLaw([...trials(), ...stolen], 1, long)).toBe(0);
    expect(judgeLatencyLaw(stolen, 1, long)).toBe(1);
  });

  test("an answer that the server gave and we did not count is a miss", () => {
    expect(judgeLatencyLaw(trials({ reportedCount: 34_999 }), 1, long)).toBe(1);
  });

  test("the other tools are not judged", () => {
    expect(judgeLatencyLaw([...trials(), ...trials({ ...off, tool: "hey -q" })], 1, long)).toBe(0);
  });
});

describe("little", () => {
  const extent = { ...wholeExtent, healthyWindows: 1 };
  const trial = (more: Partial<LittleTrial>): LittleTrial => ({
    part: "healthy",
    server: "null",
    loop: "closed",
    connections: 1,
    requestsPerSecond: 1000,
    meanServiceMs: 1,
    residual: 0.001,
    valid: true,
    cautions: [],
    stealShare: 0,
    throttledSeconds: 0,
    ...more,
  });
  const healthy = servers.flatMap((server) =>
    extent.connectionCounts.map((connections) => trial({ server, connections })),
  );
  const starved = Array.from({ length: 20 }, () =>
    trial({ part: "starved", valid: false, residual: null }),
  );

  test("passes where the law holds and every starved window is rejected", () => {
    expect(judgeLittle([...healthy, ...starved], extent, true)).toBe(0);
  });

  test("one starved window that is accepted is a miss", () => {
    const accepted = trial({ part: "starved", valid: true });
    expect(judgeLittle([...healthy, ...starved.slice(1), accepted], extent, true)).toBe(1);
  });

  test("one valid window off by more than 2 % is a miss; a rejected one is not", () => {
    const offBy = (valid: boolean) => [...healthy, trial({ residual: 0.03, valid }), ...starved];
    expect(judgeLittle(offBy(true), extent, true)).toBe(1);
    expect(judgeLittle(offBy(false), extent, true)).toBe(0);
  });

  test("no windows prove nothing", () => {
    expect(judgeLittle(starved, extent, true)).toBe(1);
  });
});
