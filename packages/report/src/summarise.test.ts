import {
  type Caution,
  type Failure,
  type HistogramData,
  type LedgerEntry,
} from "@stackbench/model";
import { oneBucketHistogram, totalsOf } from "@stackbench/model/testing";
import { Histogram } from "@stackbench/statistics";
import { expect, test } from "vitest";
import { reachOf } from "./describe/run-cells.ts";
import { summarise } from "./summarise.ts";
import { realisticRun } from "./testing/realistic-run.ts";
import type { Row } from "./row.ts";
import { runOf, service, type CaseSketch, type RunSketch } from "./testing/run-of.ts";

const noted: Caution = { kind: "steal", severity: "note", message: "6 % stolen" };
const invalid: Caution = { kind: "steal", severity: "invalid", message: "30 % stolen" };
const bound: Caution = { kind: "generator-bound", severity: "unranked", message: "bound" };
const exited: Failure = { stage: "ready", message: "exited with code 3", logLines: ["boom"] };

function hello(variant: string, ...rounds: CaseSketch["rounds"]): CaseSketch {
  return { variant, workload: "hello", rounds };
}

function steady(variant: string, throughput: number, ...cautions: Caution[]): CaseSketch {
  return hello(
    variant,
    ...tenRounds.map((factor) => ({ throughput: throughput * factor, cautions })),
  );
}

/** Enough to tell a handful of variants apart. */
const tenRounds = [0.98, 1.01, 1, 0.97, 1.02, 0.99, 1.005, 1.03, 0.985, 1.015];

function rowsOf(cases: CaseSketch[], sketch: Partial<RunSketch> = {}) {
  const rounds = Math.max(3, ...cases.map((entry) => entry.rounds.length));
  return summarise(runOf({ cases, rounds, ...sketch })).rows;
}

/** `2`, or `2-3` where the places are not resolved; null where there is none. */
function place({ rank }: Row): string | null {
  if (rank === null) return null;
  return rank.low === rank.high ? String(rank.low) : `${rank.low}-${rank.high}`;
}

/** So many answers, each after so many ticks of 0.1 µs. */
function alike(count: number, ticks: number): HistogramData {
  const histogram = new Histogram();
  for (let answer = 0; answer < count; answer++) histogram.record(ticks);
  return histogram.toData();
}

test("a case computed by hand: six rounds, each twice as fast as the one before", () => {
  const doubling = [1, 2, 4, 8, 16, 32].map((factor, index) => ({
    throughput: 100 * factor,
    // 500, 1000, ... 16,000 requests in 5 s, always for 1.5 s of CPU time.
    use: { services: { app: service(1, 0.5, (index + 1) * 1000) }, host: {} },
    // A thousand answers, all after 0.04 ms, 0.08 ms, ... 0.24 ms.
    load: { serviceTime: alike(1000, 400 * (index + 1)) },
  }));
  const [row] = rowsOf([hello("a:bare", ...doubling)]);
  expect(row).toMatchObject({
    // Exponents 0 to 5: their centre is 2.5, and with six rounds only the whole range holds it often enough.
    throughput: {
      estimate: expect.closeTo(100 * 2 ** 2.5),
      interval: {
        low: expect.closeTo(100),
        high: expect.closeTo(3200),
        confidence: 1 - 2 / 2 ** 6,
      },
      median: expect.closeTo(600),
      min: expect.closeTo(100),
      max: expect.closeTo(3200),
      rounds: 6,
    },
    // The variance of 0 to 5 is 3.5.
    spreads: {
      betweenStarts: expect.closeTo(Math.SQRT2 * Math.LN2 * Math.sqrt(1.75)),
      insideStart: null,
    },
    // Of 6000 answers the 3000th took as long as those of the third round; 60 took longer than 99 % and are the slowest.
    serviceTime: {
      p50Ms: expect.closeTo(0.12, 3),
      p99Ms: expect.closeTo(0.24, 3),
      p999Ms: null,
      p50Interval: { low: expect.closeTo(0.04, 3), high: expect.closeTo(0.24, 3) },
    },
    // 1e6 / 500, ... 1e6 / 16,000: between 500 and 250.
    cpuUserMicrosPerRequest: 375,
    cpuSystemMicrosPerRequest: 187.5,
    // 1.5 s of CPU time in 5.02 s on one CPU.
    serverCpuShare: expect.closeTo(1.5 / 5.02),
    memoryBytes: 6000,
    errorShare: 0,
  });
  expect(row!.byRound).toEqual(
    [100, 200, 400, 800, 1600, 3200].map((throughput, index) => ({
      round: index + 1,
      throughput: expect.closeTo(throughput),
      serviceTime: {
        p50Ms: expect.closeTo(0.04 * (index + 1), 3),
        p90Ms: expect.closeTo(0.04 * (index + 1), 3),
        // Ten answers of a thousand.
        p99Ms: null,
        p999Ms: null,
        unanswered: [],
      },
      latency: null,
      cpuMicrosPerRequest: expect.closeTo(3000 / 2 ** index),
    })),
  );
});

test("the figures of a round are of all its valid windows, and of no other", () => {
  const run = runOf({
    cases: [hello("a:bare", { throughput: 100 }, { throughput: 300, cautions: [invalid] })],
    rounds: 2,
  });
  const [first] = run.windows;
  if (first?.status !== "measured") throw new Error("expected a measured window");
  const second = { ...first, load: { ...first.load, succeeded: 4 * first.load.succeeded } };
  const [row] = summarise({ ...run, windows: [...run.windows, second] }).rows;
  // The geometric mean of 100 and 400.
  expect(row!.byRound).toMatchObject([{ round: 1, throughput: expect.closeTo(200) }]);
  expect(row!.throughput!.median).toBeCloseTo(200);
});

test("a row is the median over its rounds, with half their range", () => {
  const [row] = rowsOf([
    hello("a:bare", { throughput: 900 }, { throughput: 1000 }, { throughput: 1300 }),
  ]);
  expect(row).toMatchObject({
    stack: "a",
    variant: "bare",
    status: "measured",
    throughput: {
      estimate: expect.closeTo(1000),
      interval: null,
      median: expect.closeTo(1000),
      min: expect.closeTo(900),
      max: expect.closeTo(1300),
      rounds: 3,
    },
  });
  expect(reachOf(row!.throughput)).toBeCloseTo(0.2);
});

test("rows are ranked by throughput within their workload and load level", () => {
  const rows = rowsOf([
    steady("a:bare", 1000),
    steady("b:bare", 3000),
    { variant: "a:bare", workload: "items", rounds: [{ throughput: 10 }] },
    { variant: "b:bare", workload: "hello", connections: 8, rounds: [{ throughput: 20 }] },
  ]);
  expect(rows.map((row) => [row.stack, row.workload, row.level.connections, place(row)])).toEqual([
    ["b", "hello", 64, "1"],
    ["a", "hello", 64, "2"],
    ["b", "hello", 8, "1"],
    ["a", "items", 64, "1"],
  ]);
});

test("what the generator limited stands in its place without a rank, and takes none away", () => {
  const rows = rowsOf([
    steady("a:bare", 1000),
    steady("fast:bare", 9000, bound),
    steady("b:bare", 2000),
  ]);
  expect(rows.map((row) => [row.stack, place(row)])).toEqual([
    ["fast", null],
    ["b", "1"],
    ["a", "2"],
  ]);
});

test("invalid rounds enter no figure; a row of nothing else is shown, last and unranked", () => {
  const rows = rowsOf([
    hello(
      "noisy:bare",
      { throughput: 9000, cautions: [invalid] },
      { throughput: 9000, cautions: [invalid] },
    ),
    hello(
      "a:bare",
      { throughput: 100, cautions: [invalid] },
      { throughput: 1000 },
      { throughput: 1100, cautions: [noted] },
    ),
  ]);
  expect(rows).toMatchObject([
    {
      stack: "a",
      status: "measured",
      rank: { low: 1, high: 1 },
      throughput: { median: expect.closeTo(1050), min: expect.closeTo(1000), rounds: 2 },
      windows: { measured: 3, valid: 2 },
      cautions: [{ kind: "steal", severity: "invalid", windows: 2, invalidWindows: 1 }],
    },
    { stack: "noisy", status: "invalid", rank: null, throughput: { median: 9000 } },
  ]);
});

test("a failed row keeps stage, message and log lines, and what its other rounds measured", () => {
  const rows = rowsOf([
    hello("dead:bare", exited, exited, exited),
    hello("frail:bare", { throughput: 5000 }, exited, { throughput: 5200 }),
    steady("a:bare", 10),
  ]);
  expect(rows).toMatchObject([
    { stack: "a", rank: { low: 1, high: 1 } },
    {
      stack: "frail",
      status: "failed",
      rank: null,
      throughput: { median: expect.closeTo(5100) },
      failure: { stage: "ready", round: 2 },
    },
    {
      stack: "dead",
      status: "failed",
      throughput: null,
      errorShare: null,
      failure: { ...exited, round: 1 },
      windows: { failed: 3 },
    },
  ]);
});

test("planned cases that were never reached are pending rows", () => {
  const table = summarise(
    runOf({
      cases: [hello("a:bare", ...[1, 2, 3].map((throughput) => ({ throughput }))), hello("b:bare")],
    }),
  );
  expect(table.rows.map(({ stack, status }) => [stack, status])).toEqual([
    ["a", "measured"],
    ["b", "pending"],
  ]);
  expect(table.windows).toEqual({ planned: 6, measured: 3, failed: 0 });
});

test("percentiles come from the merged rounds and only with 30 responses beyond them", () => {
  const withAnswers = (perRound: number): CaseSketch["rounds"] =>
    [1, 2, 3].map(() => ({
      throughput: perRound / 5,
      load: { serviceTime: oneBucketHistogram(perRound, 400) },
    }));
  // p99 needs 3000 answers in all and p50 60: no single round here has them.
  const [many] = rowsOf([hello("a:bare", ...withAnswers(1000))]);
  expect(many).toMatchObject({ serviceTime: { p50Ms: 0.04, p99Ms: 0.04 } });
  const [fewer] = rowsOf([hello("a:bare", ...withAnswers(999))]);
  expect(fewer).toMatchObject({ serviceTime: { p50Ms: 0.04, p99Ms: null, p99Interval: null } });
  const [few] = rowsOf([hello("a:bare", ...withAnswers(19))]);
  expect(few).toMatchObject({ serviceTime: { p50Ms: null, p99Ms: null } });
});

test("open-loop latency counts from the intended start, and stands apart from service time", () => {
  const [row] = rowsOf([{ ...steady("a:bare", 2000), ratePerSecond: 1000 }]);
  expect(row).toMatchObject({ sendLagP99Ms: expect.closeTo(0.06), queueDepthMax: 17 });
  const { latency, serviceTime } = row!;
  expect(latency!.p50Ms! / serviceTime!.p50Ms!).toBeCloseTo(1.5, 1);
  expect(latency!.p999Ms! / serviceTime!.p999Ms!).toBeCloseTo(1.5, 1);
  expect(latency!.p50Interval!.low).toBeLessThanOrEqual(latency!.p50Ms!);
  expect(latency!.p50Interval!.high).toBeGreaterThanOrEqual(latency!.p50Ms!);
});

test("windows that share a sitting count as one round", () => {
  const run = runOf({ cases: [steady("a:bare", 1000)], rounds: tenRounds.length });
  run.windows = run.windows.map((window, index) => ({
    ...window,
    round: Math.floor(index / 2) + 1,
  }));
  expect(summarise(run).rows[0]!.throughput).toMatchObject({ rounds: 5, interval: null });
});

test("rounds that the host spoilt are counted; more of them than are replaced make a noisy host", () => {
  const table = (spoilt: number) =>
    summarise(
      runOf({
        rounds: 3,
        spareRounds: 2,
        cases: [
          hello(
            "a:bare",
            ...[0, 1, 2, 3, 4].map((round) => ({
              throughput: 1000,
              cautions: round < spoilt ? [invalid] : [],
            })),
          ),
        ],
      }),
    );
  expect(table(2)).toMatchObject({ rounds: { held: 5, replacing: 2, spoilt: 2 }, cautions: [] });
  expect(table(3)).toMatchObject({
    rounds: { spoilt: 3 },
    cautions: [
      {
        kind: "noisy-host",
        message: "the host spoilt 3 of 5 rounds (at most 2 are replaced)",
      },
    ],
  });
});

test("a stopped run expects no more windows than it held, a broken one all but the spare ones", () => {
  const cases = [hello("a:bare", { throughput: 1 }, { throughput: 1 }, { throughput: 1 })];
  const run = runOf({ cases, rounds: 9, spareRounds: 2 });
  const stop = { reason: "resolved", round: 3, message: "every interval within ±3 %" } as const;
  expect(summarise({ ...run, stop }).windows.planned).toBe(3);
  expect(summarise({ ...run, stop: null }).windows.planned).toBe(9);
});

test("every invalid window is listed with what made it invalid, and that alone", () => {
  const { invalidWindows } = summarise(
    runOf({
      cases: [
        hello("a:bare", { throughput: 7, cautions: [noted, bound, invalid] }, { throughput: 8 }),
      ],
    }),
  );
  expect(invalidWindows).toMatchObject([
    { round: 1, key: "a:bare", workload: "hello", reasons: [invalid] },
  ]);
});

test("a generator that gives no latencies leaves them unknown", () => {
  const run = runOf({ cases: [steady("a:bare", 1000)] });
  for (const window of run.windows) {
    if (window.status === "measured") window.load = totalsOf();
  }
  expect(summarise(run).rows[0]).toMatchObject({ serviceTime: null, status: "measured" });
});

test("server CPU and memory are app and proxy together, the database's apart", () => {
  const [row] = rowsOf(
    [
      {
        variant: "a:nginx",
        workload: "items",
        rounds: [
          {
            throughput: 200,
            use: {
              services: {
                app: service(2, 1, 50_000_000),
                proxy: service(0.5, 0.25, 10_000_000),
                database: service(1, 0.5, 99_000_000),
                load: service(3, 2, 77),
              },
            },
          },
        ],
      },
    ],
    { rounds: 1 },
  );
  expect(row).toMatchObject({
    cpuUserMicrosPerRequest: 2500,
    cpuSystemMicrosPerRequest: 1250,
    databaseCpuMicrosPerRequest: 1500,
    memoryBytes: 60_000_000,
    databaseMemoryBytes: 99_000_000,
    serverCpuShare: 0.987,
  });
});

test("where the host does not tell, the services' CPU time says how busy the server was", () => {
  const use = {
    seconds: 5,
    host: {},
    services: { app: service(3, 1, 1), database: service(0.5, 0, 1) },
  };
  const cases: CaseSketch[] = [
    { variant: "a:bare", workload: "items", rounds: [{ throughput: 1, use }] },
  ];
  expect(rowsOf(cases)[0]?.serverCpuShare).toBeCloseTo(4.5 / 5);
  const cpus = { server: [0, 1], load: [2], database: [3] };
  expect(rowsOf(cases, { experiment: { cpus } })[0]?.serverCpuShare).toBeCloseTo(4 / 10);
});

test("a server whose resources nobody read has unknown figures, not zeros", () => {
  const use = { services: {}, host: {} };
  expect(rowsOf([hello("a:bare", { throughput: 1000, use })])[0]).toMatchObject({
    cpuUserMicrosPerRequest: null,
    serverCpuShare: null,
    memoryBytes: null,
    databaseCpuMicrosPerRequest: null,
  });
});

test("errors count over all rounds, those too that they made invalid", () => {
  const failing: Caution = { kind: "errors", severity: "invalid", message: "50 %" };
  const [row] = rowsOf([
    hello(
      "a:bare",
      { throughput: 100 },
      { throughput: 100, cautions: [failing], load: { errors: { status: 900, timeout: 100 } } },
    ),
  ]);
  expect(row?.errorShare).toBeCloseTo(0.5);
});

test("a second generator's row stands below the first's and says how far off it is", () => {
  const second = (...throughputs: number[]): CaseSketch => ({
    ...hello("a:bare", ...throughputs.map((throughput) => ({ throughput }))),
    generator: "autocannon",
  });
  const first = hello("a:bare", { throughput: 1000 }, { throughput: 2000 }, { throughput: 3000 });
  const off = rowsOf([first, second(500, 1200, 1500), steady("b:bare", 10)]);
  expect(off.map((row) => [row.stack, row.generator, place(row)])).toEqual([
    ["a", "stackbench", "1"],
    ["a", "autocannon", null],
    ["b", "stackbench", "2"],
  ]);
  expect(off[0]?.disagreement).toBeUndefined();
  expect(off[1]?.disagreement).toBeCloseTo(-0.5);
  expect(off[1]?.cautions).toMatchObject([
    {
      kind: "generators-disagree",
      message: "autocannon measured 50 % less than stackbench (limit 5 %)",
    },
  ]);
  // Rounds differ by a factor of three, the generators in one round by 1 %: that is agreement.
  const near = rowsOf([first, second(1010, 2020, 3030)]);
  expect(near[1]?.disagreement).toBeCloseTo(0.01);
  expect(near[1]?.cautions).toEqual([]);
});

test("rows under other kernel limits than most are not compared", () => {
  const entry = (effective: string | null): LedgerEntry => ({
    name: "nofile.soft",
    scope: "container",
    requested: "65536",
    effective,
    applied: true,
  });
  const table = summarise(
    runOf({
      cases: [
        steady("a:bare", 10),
        steady("b:bare", 20),
        steady("c:bare", 30),
        steady("d:bare", 5),
      ],
      rounds: tenRounds.length,
      tuning: (variant) => [
        entry(variant === "c:bare" ? "1024" : variant === "d:bare" ? null : "65536"),
      ],
    }),
  );
  expect(table.rows.map((row) => [row.stack, place(row)])).toEqual([
    ["c", null],
    ["b", "1"],
    ["a", "2"],
    ["d", "3"],
  ]);
  expect(table.remarks).toMatchObject([
    { mark: "a", kind: "tuning-differs", message: "nofile.soft was 1024 (65536 for the others)" },
  ]);
});

test("one failed round of many leaves a row that is ranked and says so; more than a tenth do not", () => {
  const noAnswer: Failure = { stage: "ready", message: "no answer in 30 s", logLines: [] };
  const rounds = Array.from({ length: 10 }, (_, round) => ({ throughput: 1000 + round }));
  const failing = (count: number) => {
    const run = runOf({
      rounds: 10,
      cases: [
        {
          variant: "fastify:bare",
          workload: "hello",
          rounds: rounds.map((one, round) => (round < count ? noAnswer : one)),
        },
        {
          variant: "express:bare",
          workload: "hello",
          rounds: rounds.map(({ throughput }) => ({ throughput: 2 * throughput })),
        },
      ],
    });
    return summarise(run).groups[0]!.rows.find(({ key }) => key === "fastify:bare")!;
  };
  const one = failing(1);
  expect(one).toMatchObject({ status: "measured", windows: { failed: 1 } });
  expect(one.rank).not.toBeNull();
  expect(one.cautions).toEqual([
    expect.objectContaining({
      kind: "failed-rounds",
      message: "9 of 10 rounds, 1 failed, in round 1 at ready: no answer in 30 s",
    }),
  ]);
  expect(failing(2)).toMatchObject({ status: "failed", rank: null });
});

test("every kind of caution has one remark with advice and the worst message", () => {
  const { remarks } = summarise(realisticRun());
  expect(remarks.map(({ mark, kind }) => [mark, kind])).toEqual([
    ["a", "steal"],
    ["b", "errors"],
    ["c", "generator-bound"],
    ["d", "single-cpu-cluster"],
    ["e", "failed-rounds"],
  ]);
  expect(remarks[0]).toMatchObject({ invalidWindows: 1, message: expect.stringContaining("24 %") });
  for (const { advice } of remarks) expect(advice).not.toBe("");
});
