import { throughputOf } from "@stackbench/model";
import { loadResultOf, totalsOf } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { renderWindowsCsv } from "./windows.ts";
import { parseCsv } from "../../testing/parse-csv.ts";
import { realisticRun } from "../../testing/realistic-run.ts";
import { runOf } from "../../testing/run-of.ts";

test("every window is a line, and its figures come back as they were", () => {
  const run = realisticRun();
  const lines = parseCsv(renderWindowsCsv(run));
  expect(lines).toHaveLength(run.windows.length);
  for (const [index, window] of run.windows.entries()) {
    const line = lines[index]!;
    expect(line).toMatchObject({
      window_id: window.planned.windowId,
      round: String(window.round),
      status: window.status,
    });
    if (window.status !== "measured") continue;
    expect(Number(line["throughput_per_second"])).toBe(throughputOf(window.load));
    expect(Number(line["app_cpu_user_seconds"])).toBe(window.use.services.app!.cpuUserSeconds);
    expect(Number(line["service_time_count"])).toBe(window.load.serviceTime!.count);
  }
});

test("what is unknown is empty, never zero", () => {
  const run = runOf({
    cases: [{ variant: "a:bare", workload: "hello", rounds: [{ throughput: 100 }] }],
  });
  const [window] = run.windows;
  const { serviceTime } = loadResultOf({ succeeded: 500 });
  if (window?.status === "measured") window.load = totalsOf({ succeeded: 500 }, { serviceTime });
  const [line] = parseCsv(renderWindowsCsv(run));
  expect(line).toMatchObject({
    database_cpu_user_seconds: "",
    latency_p99_ms: "",
    in_flight_request_seconds: "",
    rate_per_second: "",
    errors_timeout: "0",
    // 500 answers: five lie beyond p99.
    service_time_p99_ms: "",
    valid: "true",
  });
  expect(Number(line!["service_time_p50_ms"])).toBeGreaterThan(0);
});

test("an open loop's window tells its schedule, lag and latencies, and what the listener dropped", () => {
  const run = runOf({
    cases: [
      {
        variant: "a:bare",
        workload: "hello",
        ratePerSecond: 2000,
        rounds: [{ throughput: 9000, use: { network: { listenOverflows: 3, listenDrops: 4 } } }],
      },
    ],
  });
  const [line] = parseCsv(renderWindowsCsv(run));
  expect(line).toMatchObject({
    loop: "open",
    rate_per_second: "2000",
    arrivals: "poisson",
    scheduled_arrivals: "10000",
    scheduled_seconds: "5",
    queue_depth_mean: "0.4",
    queue_depth_max: "17",
    unsent: "0",
    spinning: "true",
    listen_overflows: "3",
    listen_drops: "4",
    // 10,000 answers: ten lie beyond it.
    latency_p99_9_ms: "",
  });
  expect(Number(line!["latency_p50_ms"])).toBeGreaterThan(Number(line!["service_time_p50_ms"]));
  expect(Number(line!["send_lag_p99_ms"])).toBeCloseTo(0.06);
});

test("warm-up and what was carried over the edges are told", () => {
  const series = { intervalMs: 100, succeeded: [] };
  const warmUp = { seconds: 1.5, steady: true, longestServiceMs: 1, series };
  const load = { carriedSeconds: 0.25, unansweredConnections: 2, warmUp };
  const rounds = [{ throughput: 100, load }];
  const run = runOf({ cases: [{ variant: "a:bare", workload: "hello", rounds }] });
  expect(parseCsv(renderWindowsCsv(run))[0]).toMatchObject({
    carried_request_seconds: "0.25",
    unanswered_connections: "2",
    warmup_seconds: "1.5",
    warmup_steady: "true",
  });
});

test("a failure's message survives commas and quotes, on one line", () => {
  const message = 'expected {"a":1},\ngot "b"';
  const run = runOf({
    cases: [
      {
        variant: "a:bare",
        workload: "hello",
        rounds: [{ stage: "verify", message, logLines: [] }],
      },
    ],
  });
  expect(parseCsv(renderWindowsCsv(run))[0]).toMatchObject({
    status: "failed",
    valid: "",
    failure_stage: "verify",
    failure_message: 'expected {"a":1}, got "b"',
  });
});

test.each([
  ["=HYPERLINK(1)", "'=HYPERLINK(1)"],
  ["+1", "'+1"],
  ["-1", "'-1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'=1"],
  ["\r=1", "'=1"],
  ["\u202e=1", "�=1"],
  ["＝1", "'＝1"],
  ["a=1", "a=1"],
])("%j from outside is %j in a cell", (message, cell) => {
  const run = runOf({
    cases: [
      {
        variant: "a:bare",
        workload: "hello",
        rounds: [{ stage: "verify", message, logLines: [] }],
      },
    ],
  });
  expect(parseCsv(renderWindowsCsv(run))[0]!["failure_message"]).toBe(cell);
});

test("a negative number stays one", () => {
  const rounds = [{ throughput: 100, load: { inFlightSeconds: -0.5 } }];
  const run = runOf({ cases: [{ variant: "a:bare", workload: "hello", rounds }] });
  expect(parseCsv(renderWindowsCsv(run))[0]!["in_flight_request_seconds"]).toBe("-0.5");
});

test("columns are the same for every run", () => {
  const head = (text: string): string => text.slice(0, text.indexOf("\n"));
  const small = runOf({ cases: [{ variant: "a:bare", workload: "hello", rounds: [] }] });
  expect(head(renderWindowsCsv(small))).toBe(head(renderWindowsCsv(realisticRun())));
});

test("what was stolen and used by others is told of each side's CPUs", () => {
  const used = { source: "proc" as const, cpuUserSeconds: 3, cpuSystemSeconds: 0 };
  const run = runOf({
    cases: [
      {
        variant: "a:bare",
        workload: "hello",
        rounds: [
          {
            throughput: 100,
            use: {
              seconds: 5,
              services: { app: used, load: used },
              host: {
                stealShare: 0.02,
                stealShareByCpu: { 0: 0.04, 1: 0 },
                programShareByCpu: { 0: 1, 1: 0.6 },
              },
            },
          },
        ],
      },
    ],
  });
  const [line] = parseCsv(renderWindowsCsv(run));
  expect(line).toMatchObject({
    host_steal_share: "0.02",
    server_steal_share: "0.04",
    load_steal_share: "0",
    server_background_share: "0.4",
    load_background_share: "0",
  });
});
