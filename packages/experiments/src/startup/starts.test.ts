import type { Failure, RunRecord, StartedWindow } from "@stackbench/model";
import { fakeUse } from "@stackbench/model/testing";
import { renderHtml, runPageOf, summarise } from "@stackbench/report";
import { runOf } from "@stackbench/report/testing";
import { expect, test } from "vitest";
import { describeStart } from "./describe-start.ts";
import { startup } from "./kind.ts";
import { startsOf } from "./starts.ts";

const rounds = 6;

/** Milliseconds to the first right answer by round, one list a variant; round 1 first. */
function runOfStarts(times: Record<string, readonly number[]>): RunRecord {
  const run = runOf({
    rounds,
    cases: Object.keys(times).map((variant) => ({
      variant,
      workload: "hello",
      connections: 1,
      rounds: Array.from({ length: rounds }, () => ({ throughput: 1 })),
    })),
    experiment: { measures: "start" },
    run: { question: { kind: "startup", details: {} } },
  });
  const windows = run.windows.map((window): StartedWindow => {
    const { planned, sittingId, variant, round, startedAt } = window;
    const answeredMs = times[variant]![round - 1]!;
    return {
      planned,
      sittingId,
      variant,
      round,
      startedAt,
      status: "started",
      start: {
        launchMs: 150,
        listeningMs: answeredMs - 20,
        readyMs: answeredMs - 10,
        answeredMs,
        blindMs: 1.5 + (round === 2 ? 4 : 0),
      },
      memoryAtAnswerBytes: 50 * 2 ** 20,
      memoryIdleBytes: 40 * 2 ** 20,
      starting: fakeUse,
      // 0.06 s of CPU time in 3 s.
      idle: {
        ...fakeUse,
        seconds: 3,
        services: { app: { source: "cgroup-v1", cpuUserSeconds: 0.04, cpuSystemSeconds: 0.02 } },
      },
      cautions: [],
    };
  });
  return { ...run, windows };
}

const quick = [98, 99, 100, 100, 101, 102];
const slow = quick.map((ms) => ms * 4);

test("times are Hodges-Lehmann estimates over the starts, and are compared with the anchor's round by round", () => {
  const record = runOfStarts({ "a:bare": quick, "b:bare": slow });
  const [a, b] = startsOf(record, summarise(record));
  expect(a).toMatchObject({ variant: "a:bare", isAnchor: true, relative: null, starts: 6 });
  // Six values: the widest Walsh averages are the least and the greatest value.
  expect(a!.answeredMs).toMatchObject({ estimate: 100, interval: { low: 98, high: 102 } });
  expect([a!.listeningMs, a!.readyMs, a!.launchMs].map((one) => one!.estimate)).toEqual([
    80, 90, 150,
  ]);
  expect(a!.idleCpuShare!.estimate).toBeCloseTo(0.02, 10);
  expect(a!.blindMs).toEqual({ median: 1.5, most: 5.5 });
  expect(b!.relative).toMatchObject({ anchor: "a:bare", verdict: "slower" });
  expect(b!.relative!.ratio).toBeCloseTo(4, 6);
});

test("the answer is one sentence a variant", () => {
  const record = runOfStarts({ "a:bare": quick, "b:bare": slow });
  const answers = startsOf(record, summarise(record)).map(describeStart);
  expect(answers[0]).toBe("a:bare answers hello 100 ms (98.0 to 102) after its start.");
  expect(answers[1]).toMatch(
    /^b:bare answers hello 400 ms \(392 to 408\) after its start: later than a:bare, ×4\.00 \(×/,
  );
});

test("the page has the table that it tells how to read", () => {
  const record = runOfStarts({ "a:bare": quick, "b:bare": slow });
  const table = summarise(record);
  const page = runPageOf(record, table, startup.conclude(record, table).page);
  const html = renderHtml(page, { script: "0", style: "p{}" });
  expect(html).toContain("healthz, answers: the first right answer");
  expect(html).toMatch(/<th scope="col" class="right">start healthz ms<\/th>/);
  expect(html).toMatch(/<th scope="row" class="names">b:bare<\/th>.*>400<\/td>/s);
});

test("fewer than six starts have no interval, and invalid ones count for nothing", () => {
  const record = runOfStarts({ "a:bare": [1000, ...quick.slice(1)], "b:bare": slow });
  const stolen = { kind: "steal", severity: "invalid", message: "30 %" } as const;
  const windows = record.windows.map((window) =>
    window.status === "started" && window.round === 1 ? { ...window, cautions: [stolen] } : window,
  );
  const spoilt = { ...record, windows };
  const [a] = startsOf(spoilt, summarise(spoilt));
  expect(a).toMatchObject({ starts: 5, answeredMs: { estimate: 100.5, interval: null } });
});

test("a variant that never came up says why, and the run fails", () => {
  const record = runOfStarts({ "a:bare": quick, "b:bare": slow });
  const failure: Failure = { stage: "ready", message: "not ready after 30 s", logLines: [] };
  const windows = record.windows.map((window): RunRecord["windows"][number] => {
    const { planned, sittingId, variant, round, startedAt } = window;
    if (variant === "a:bare") return window;
    return { planned, sittingId, variant, round, startedAt, status: "failed", failure };
  });
  const failed = { ...record, windows };
  const outcome = startup.conclude(failed, summarise(failed));
  expect(outcome.code).toBe(1);
  expect(outcome.table({ columns: 120, colour: false })).toContain("b:bare: not ready after 30 s.");
  expect(outcome.json).toMatchObject({
    starts: [{ variant: "a:bare" }, { variant: "b:bare", answeredMs: null, status: "failed" }],
  });
});
