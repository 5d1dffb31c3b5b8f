import { describe, expect, test } from "vitest";
import { judgeCpuPerRequest, type CpuTrial, type SpinTrial } from "./judge-cpu-per-request.ts";
import { judgeLatencyLaw, lawNames, type LatencyTrial } from "./judge-latency-law.ts";
import { judgeLittle, servers, wholeExtent, type LittleTrial } from "./judge-little.ts";
import { judgeQueue, type QueueTrial } from "./judge-queue.ts";
import { closedLoops, judgeStall, openLoop, type StallTrial } from "./judge-stall.ts";
import { describeTarget, isReached, targetsOf, type Judgement } from "./outcome.ts";

const missed = (judgement: Judgement): string[] =>
  targetsOf(judgement)
    .filter((target) => !isReached(target))
    .map(({ name }) => name);

/** Every word of a judgement, as a person reads it. */
const words = (judgement: Judgement): string =>
  [judgement.text, ...targetsOf(judgement).map(describeTarget)].join("\n");

const noNumber = /NaN|Infinity/;

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
  const judge = (all: readonly LatencyTrial[], short = false) =>
    judgeLatencyLaw(all, { wanted: 1, short });
  const off = { reportedMs: { 50: 5.4, 90: 6, 99: 20, 99.9: 30 } };

  test("passes where all percentiles are within their tolerances", () => {
    expect(missed(judge(trials()))).toEqual([]);
  });

  test.each([50, 99, 99.9] as const)("a p%s beyond its tolerance is a miss of that alone", (at) => {
    const good = trials()[0]!.reportedMs;
    const names = missed(judge(trials({ reportedMs: { ...good, [at]: 1.2 * good[at]! } })));
    expect(names).toHaveLength(lawNames.length);
    expect(names.every((name) => name.includes(`: p${at}, error`))).toBe(true);
  });

  test("the median window decides: one disturbed window is no miss, most of them are", () => {
    expect(missed(judge([...trials(), ...trials(), ...trials(off)]))).toEqual([]);
    expect(missed(judge([...trials(), ...trials(off), ...trials(off)]))).toHaveLength(3);
  });

  test("a percentile that the window does not carry is not judged", () => {
    const tail = { reportedMs: { 50: 5, 90: 6, 99: 20, 99.9: 60 } };
    const few = { trueCount: 8000, reportedCount: 8000 };
    expect(missed(judge(trials(tail)))).toHaveLength(3);
    expect(missed(judge(trials({ ...tail, ...few })))).toEqual([]);
  });

  test("the short form leaves the tail of the constant law to the long one, and judges all else", () => {
    const tail = { reportedMs: { 50: 5, 90: 6, 99: 40, 99.9: 60 } };
    const constant = trials().map((trial) =>
      trial.law === "constant" ? { ...trial, ...tail } : trial,
    );
    expect(missed(judge(constant, true))).toEqual([]);
    expect(missed(judge(constant))).toHaveLength(2);
    expect(missed(judge(trials(tail), true))).toHaveLength(4);
  });

  test("windows with steal do not count, neither for nor against", () => {
    const stolen = trials({ ...off, stealShare: 0.05 });
    expect(missed(judge([...trials(), ...stolen]))).toEqual([]);
    const alone = judge(stolen);
    expect(missed(alone)).toHaveLength(targetsOf(alone).length);
    expect(words(alone)).toContain("not known: no undisturbed window, 1 was disturbed by steal");
    expect(words(alone)).not.toMatch(noNumber);
  });

  test("too few windows are a miss", () => {
    const judgement = judgeLatencyLaw(trials(), { wanted: 2, short: false });
    expect(missed(judgement)).toEqual(lawNames.map((law) => `${law}: windows with steal < 2.0 %`));
  });

  test("an answer that the server gave and we did not count is a miss", () => {
    expect(missed(judge(trials({ reportedCount: 34_999 })))).toEqual(
      lawNames.map(
        (law) => `${law}: worst difference between our count of answers and the server's`,
      ),
    );
  });

  test("the other tools are not judged", () => {
    expect(missed(judge([...trials(), ...trials({ ...off, tool: "hey -q" })]))).toEqual([]);
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
  const rejected = trial({ part: "starved", valid: false, residual: null });
  const starved = Array.from({ length: 20 }, () => rejected);
  const names = {
    valid: "valid windows of a healthy generator, least over servers and connections",
    residual: "largest residual |L / (λ W) - 1| of the valid ones",
    starved: "rejected of 20 windows of a generator held to 20.0 % of a CPU",
  };
  const judge = (trials: readonly LittleTrial[]) => judgeLittle(trials, extent);

  test("passes where the law holds and every starved window is rejected", () => {
    expect(missed(judge([...healthy, ...starved]))).toEqual([]);
  });

  test("one starved window that is accepted is a miss", () => {
    const accepted = trial({ part: "starved", valid: true });
    expect(missed(judge([...healthy, ...starved.slice(1), accepted]))).toEqual([names.starved]);
  });

  test("a starved window that others disturbed counts neither way", () => {
    const disturbed = trial({ part: "starved", valid: true, stealShare: 0.03 });
    expect(missed(judge([...healthy, disturbed, ...starved]))).toEqual([]);
    const stolen = starved.map((one) => ({ ...one, stealShare: 0.03 }));
    const judgement = judge([...healthy, ...stolen]);
    expect(missed(judgement)).toEqual([names.starved]);
    expect(words(judgement)).toContain(
      "not known: no undisturbed window, 20 were disturbed by steal",
    );
  });

  test("one valid window off by more than 2 % is a miss; a rejected one is not", () => {
    const offBy = (valid: boolean) => [...healthy, trial({ residual: 0.03, valid }), ...starved];
    expect(missed(judge(offBy(true)))).toEqual([names.residual]);
    expect(missed(judge(offBy(false)))).toEqual([]);
  });

  test("a server without a valid window is a miss", () => {
    const [first, ...others] = healthy;
    const judgement = judge([{ ...first!, valid: false }, ...others, ...starved]);
    expect(missed(judgement)).toEqual([names.valid]);
  });

  test("no windows prove nothing", () => {
    expect(missed(judge(starved))).toEqual([names.valid, names.residual]);
    const none = judge([]);
    expect(missed(none)).toEqual([names.valid, names.residual, names.starved]);
    expect(words(none)).toContain("not known: no window was measured");
    expect(words(none)).not.toMatch(noNumber);
  });
});

describe("stall", () => {
  const trueMs = { 50: 0, 90: 500, 99: 950, 99.9: 995 };
  const shortMs = { 50: 0, 90: 0, 99: 150, 99.9: 195 };
  const trial = (more: Partial<StallTrial>): StallTrial => ({
    variant: "stall-long",
    loop: openLoop.id,
    answers: 30_000,
    freezes: 6,
    stealShare: 0,
    trueMs,
    reportedMs: trueMs,
    ...more,
  });
  const blind = { 50: 0.1, 90: 0.2, 99: 1, 99.9: 2 };
  const good = (["stall-long", "stall-short"] as const).flatMap((variant) => {
    const reportedMs = variant === "stall-long" ? trueMs : { ...shortMs, 90: 0.3 };
    return [
      trial({ variant, reportedMs }),
      ...closedLoops.map(({ id }) => trial({ variant, loop: id, reportedMs: blind })),
    ];
  });
  const judge = (trials: readonly StallTrial[], wanted = 1) => judgeStall(trials, wanted);

  test("passes where the open loop sees the freezes and closed ones do not", () => {
    expect(missed(judge(good))).toEqual([]);
  });

  test.each([90, 99, 99.9] as const)(
    "an open loop off at p%s by 4 %% of a freeze is a miss",
    (at) => {
      const reportedMs = { ...trueMs, [at]: trueMs[at] - 40 };
      const names = missed(judge([...good, trial({ reportedMs })]));
      expect(names).toHaveLength(1);
      expect(names[0]).toMatch(`stall-long: open loop, worst error of p${at} `);
    },
  );

  test("an answer that waits where nothing should is a miss", () => {
    const reportedMs = { ...shortMs, 90: 6.5 };
    expect(missed(judge([...good, trial({ variant: "stall-short", reportedMs })]))).toEqual([
      "stall-short: open loop, worst error of p90 (analytic 0.00 ms), share of the freeze",
    ]);
  });

  test.each(closedLoops)("a closed loop that sees the freezes is a miss: $id", ({ id }) => {
    expect(missed(judge([...good, trial({ loop: id })]))).toEqual([
      `stall-long: ${id}, highest p99 of service time as a share of the true latency's`,
    ]);
  });

  test("too few windows are a miss", () => {
    expect(missed(judge(good, 2))).toEqual([
      "stall-long: open-loop windows with steal < 2.0 %",
      "stall-short: open-loop windows with steal < 2.0 %",
    ]);
  });

  test("of a closed loop whose windows were all disturbed nothing is known", () => {
    const { id } = closedLoops[1]!;
    const stolen = good.map((one) => (one.loop === id ? { ...one, stealShare: 0.02 } : one));
    const judgement = judge([...stolen, ...stolen.filter(({ loop }) => loop === id)]);
    const name = "highest p99 of service time as a share of the true latency's";
    expect(missed(judgement)).toEqual([
      `stall-long: ${id}, ${name}`,
      `stall-short: ${id}, ${name}`,
    ]);
    expect(words(judgement)).toContain(
      `MISS  stall-long: ${id}, ${name}: not known: no undisturbed window, 2 were disturbed by steal (at most 0.5)`,
    );
    expect(words(judgement)).not.toMatch(noNumber);
    expect(words(judge([]))).not.toMatch(noNumber);
  });
});

describe("queue", () => {
  // Utilisation 0.7 of 5 ms: a mean wait of 5.83 ms by M/D/1.
  const trial = (more: Partial<QueueTrial> = {}): QueueTrial => ({
    arrivals: 1400,
    stealShare: 0,
    meanWaitMs: 5.8,
    intendedWaitMs: 5.9,
    meanLatencyMs: 10.9,
    sendLagMeanMs: 0.01,
    distance: 0.02,
    p: 0.5,
    ...more,
  });
  const of = (count: number, more: Partial<QueueTrial> = {}): QueueTrial[] =>
    Array.from({ length: count }, () => trial(more));
  const judge = (trials: readonly QueueTrial[], againstLaw = true) =>
    judgeQueue(trials, { wanted: 20, againstLaw });
  const wait = (whose: string) =>
    `mean wait by the server's record against ${whose}, error as a share`;
  const latency = (whose: string) => `mean latency by our clock against ${whose}, error as a share`;

  test("passes where waits are those of the law", () => {
    expect(missed(judge(of(20)))).toEqual([]);
  });

  test("a wait that the law does not know is a miss, by the server's record and by our clock", () => {
    const law = "M/D/1";
    const intended = "the intended arrivals";
    expect(missed(judge(of(20, { meanWaitMs: 6.6 })))).toEqual([wait(intended), wait(law)]);
    expect(missed(judge(of(20, { meanLatencyMs: 12.5 })))).toEqual([
      latency(intended),
      latency(law),
    ]);
    // Arrivals that chance put close together: only the law itself is missed, which the short form leaves out.
    const close = of(20, { meanWaitMs: 7, intendedWaitMs: 7, meanLatencyMs: 12 });
    expect(missed(judge(close))).toEqual([wait(law), latency(law)]);
    expect(missed(judge(close, false))).toEqual([]);
  });

  test("one window of twenty may fail the test of its arrivals, two may not", () => {
    expect(missed(judge([...of(19), trial({ p: 0.001 })]))).toEqual([]);
    expect(missed(judge([...of(18), ...of(2, { p: 0.001 })]))).toEqual([
      "share of windows whose inter-arrival times pass as exponential (Kolmogorov-Smirnov, 1.0 %)",
    ]);
  });

  test("disturbed windows count neither way, and of them alone nothing is known", () => {
    expect(missed(judge([...of(20), ...of(5, { meanWaitMs: 60, stealShare: 0.3 })]))).toEqual([]);
    expect(missed(judge(of(19)))).toEqual(["windows with steal < 2.0 %"]);
    const alone = judge(of(60, { stealShare: 0.02 }));
    expect(missed(alone)).toHaveLength(targetsOf(alone).length);
    expect(words(alone)).toContain("not known: no undisturbed window, 60 were disturbed by steal");
    expect(words(alone)).not.toMatch(noNumber);
  });
});

describe("cpu-per-request", () => {
  const window = (more: Partial<SpinTrial> = {}): SpinTrial => ({
    part: "window",
    source: "cgroup-v1",
    connections: 1,
    requests: 3000,
    stealShare: 0,
    measuredUs: 1050,
    ownUs: 1049,
    burnedUs: 1001,
    ...more,
  });
  const files: CpuTrial = { part: "files", source: "cgroup-v2", measuredUs: 1000, trueUs: 1000 };
  const good = [files, window(), window({ connections: 8 })];
  const judge = (trials: readonly CpuTrial[]) => judgeCpuPerRequest(trials, 1);
  const names = {
    own: "worst error against the server's own account of all its CPU (cgroup-v1), share",
    least: "least of measured CPU over what was burned on purpose",
    burned: "worst error of what was burned against 1000 µs, share",
    files: "cgroup v2, by a tree of files: error, share",
  };

  test("passes where the sampler and the server agree", () => {
    expect(missed(judge(good))).toEqual([]);
  });

  test("each figure that is 4 % off is a miss of its own", () => {
    expect(missed(judge([...good, window({ ownUs: 1010 })]))).toEqual([names.own]);
    expect(missed(judge([...good, window({ measuredUs: 960, ownUs: 960 })]))).toEqual([
      names.least,
    ]);
    expect(missed(judge([...good, window({ burnedUs: 960 })]))).toEqual([names.burned]);
    expect(missed(judge([...good, { ...files, measuredUs: 1040 }]))).toEqual([names.files]);
  });

  test("a tree of files that is read as something else, or was not, is a miss in words", () => {
    const otherwise = judge([...good, { ...files, source: "proc" }]);
    expect(missed(otherwise)).toEqual([names.files]);
    expect(words(otherwise)).toContain("not known: it was read as proc");
    expect(missed(judge(good.slice(1)))).toEqual([names.files]);
  });

  test("a number of connections without its windows is a miss", () => {
    expect(missed(judge(good.slice(0, 2)))).toEqual(["8 connections: windows with steal < 2.0 %"]);
  });

  test("disturbed windows count neither way, and of them alone nothing is known", () => {
    expect(missed(judge([...good, window({ ownUs: 2000, stealShare: 0.1 })]))).toEqual([]);
    const stolen = [1, 8].map((connections) => window({ connections, stealShare: 0.1 }));
    const alone = judge([files, ...stolen]);
    expect(missed(alone)).toEqual([
      "1 connections: windows with steal < 2.0 %",
      "8 connections: windows with steal < 2.0 %",
      names.own,
      names.least,
      names.burned,
    ]);
    expect(words(alone)).not.toMatch(noNumber);
  });
});
