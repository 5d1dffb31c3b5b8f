import type { Caution, Failure, LedgerEntry } from "@stackbench/model";
import { oneBucketHistogram } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { summarise } from "./summarise.ts";
import { realisticRun } from "./testing/realistic-run.ts";
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
    ...[0.98, 1.01, 1].map((factor) => ({ throughput: throughput * factor, cautions })),
  );
}

function rowsOf(cases: CaseSketch[], sketch: Partial<RunSketch> = {}) {
  return summarise(runOf({ cases, ...sketch })).rows;
}

test("a row is the median over its rounds, with half their range", () => {
  const [row] = rowsOf([
    hello("a:bare", { throughput: 900 }, { throughput: 1000 }, { throughput: 1300 }),
  ]);
  expect(row).toMatchObject({
    stack: "a",
    variant: "bare",
    status: "measured",
    throughput: { median: 1000, min: 900, max: 1300, spread: 0.2, rounds: 3 },
  });
});

test("rows are ranked by throughput within their workload and load level", () => {
  const rows = rowsOf([
    steady("a:bare", 1000),
    steady("b:bare", 3000),
    { variant: "a:bare", workload: "items", rounds: [{ throughput: 10 }] },
    { variant: "b:bare", workload: "hello", connections: 8, rounds: [{ throughput: 20 }] },
  ]);
  expect(
    rows.map(({ stack, workload, level, rank }) => [stack, workload, level.connections, rank]),
  ).toEqual([
    ["b", "hello", 64, 1],
    ["a", "hello", 64, 2],
    ["b", "hello", 8, 1],
    ["a", "items", 64, 1],
  ]);
});

test("what the generator limited stands in its place without a rank, and takes none away", () => {
  const rows = rowsOf([
    steady("a:bare", 1000),
    steady("fast:bare", 9000, bound),
    steady("b:bare", 2000),
  ]);
  expect(rows.map(({ stack, rank }) => [stack, rank])).toEqual([
    ["fast", null],
    ["b", 1],
    ["a", 2],
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
      rank: 1,
      throughput: { median: 1050, min: 1000, rounds: 2 },
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
    { stack: "a", rank: 1 },
    {
      stack: "frail",
      status: "failed",
      rank: null,
      throughput: { median: 5100 },
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
  const table = summarise(runOf({ cases: [steady("a:bare", 10), hello("b:bare")] }));
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
  expect(many).toMatchObject({ p50Ms: 0.04, p99Ms: 0.04 });
  const [fewer] = rowsOf([hello("a:bare", ...withAnswers(999))]);
  expect(fewer).toMatchObject({ p50Ms: 0.04, p99Ms: null });
  const [few] = rowsOf([hello("a:bare", ...withAnswers(19))]);
  expect(few).toMatchObject({ p50Ms: null, p99Ms: null });
});

test("a generator that gives no latencies leaves them unknown", () => {
  const run = runOf({ cases: [steady("a:bare", 1000)] });
  for (const window of run.windows) {
    if (window.status === "measured") delete window.load.serviceTime;
  }
  expect(summarise(run).rows[0]).toMatchObject({ p50Ms: null, p99Ms: null, status: "measured" });
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
    cpuUserMicros: 2500,
    cpuSystemMicros: 1250,
    databaseCpuMicros: 1500,
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
    cpuUserMicros: null,
    serverCpuShare: null,
    memoryBytes: null,
    databaseCpuMicros: null,
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
  expect(off.map(({ stack, generator, rank }) => [stack, generator, rank])).toEqual([
    ["a", "stackbench", 1],
    ["a", "autocannon", null],
    ["b", "stackbench", 2],
  ]);
  expect(off[0]?.disagreement).toBeNull();
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
      tuning: (variant) => [
        entry(variant === "c:bare" ? "1024" : variant === "d:bare" ? null : "65536"),
      ],
    }),
  );
  expect(table.rows.map(({ stack, rank }) => [stack, rank])).toEqual([
    ["c", null],
    ["b", 1],
    ["a", 2],
    ["d", 3],
  ]);
  expect(table.remarks).toMatchObject([
    { mark: "a", kind: "tuning-differs", message: "nofile.soft was 1024 (65536 for the others)" },
  ]);
});

test("every kind of caution has one remark with advice and the worst message", () => {
  const { remarks } = summarise(realisticRun());
  expect(remarks.map(({ mark, kind }) => [mark, kind])).toEqual([
    ["a", "steal"],
    ["b", "generator-bound"],
    ["c", "single-cpu-cluster"],
  ]);
  expect(remarks[0]).toMatchObject({ invalidWindows: 4, message: expect.stringContaining("24 %") });
  for (const { advice } of remarks) expect(advice).not.toBe("");
});
