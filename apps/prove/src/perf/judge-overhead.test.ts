import type { PlannedSitting, PlannedWindow, RunEvent, RunRecord } from "@stackbench/model";
import { experimentOf, loadResultOf } from "@stackbench/model/testing";
import { assemblePlan } from "@stackbench/plan";
import { expect, test } from "vitest";
import { describeTarget, isReached, targetsOf, type Judgement } from "../outcome.ts";
import type { TimedEvent } from "./account-for-time.ts";
import type { TimedRun } from "./hold-timed-run.ts";
import { judgeOverhead } from "./judge-overhead.ts";

const sitting = { sittingId: "r1/a:bare" } as PlannedSitting;
const planned = { windowId: "r1/a:bare/hello" } as PlannedWindow;

interface Shape {
  bringUpSeconds?: number;
  loadSeconds?: number;
  /** Of one core, of orchestrator and sampler. */
  cpuShare?: number;
  status?: "measured" | "failed";
}

/** One sitting of one window of 10 s: nine of ten seconds are load, unless told otherwise. */
function run({
  bringUpSeconds = 1,
  loadSeconds = 9,
  cpuShare = 0.01,
  status,
}: Shape = {}): TimedRun {
  const use = {
    seconds: 10,
    services: {
      orchestrator: { source: "proc", cpuUserSeconds: 10 * cpuShare, cpuSystemSeconds: 0 },
    },
    host: {},
  };
  const window = {
    planned,
    status: status ?? "measured",
    load: loadResultOf({ succeeded: 1, seconds: loadSeconds }),
    use,
  };
  const told: readonly [RunEvent, number][] = [
    [{ type: "preparing", message: "images" }, 30],
    [{ type: "phase", sitting, phase: "bring-up" }, bringUpSeconds],
    [{ type: "measuring", window: planned, seconds: loadSeconds }, loadSeconds],
    [{ type: "journal", entry: { type: "window", window } } as RunEvent, 0],
  ];
  let atMs = 0;
  const events = told.map(([event, seconds]): TimedEvent => {
    const entry = { atMs, event };
    atMs += seconds * 1000;
    return entry;
  });
  const plan = assemblePlan(experimentOf(["a:bare"]), 1);
  const record = { plan, windows: [window], sittings: [sitting] } as unknown as RunRecord;
  return { record, events, endMs: atMs };
}

const missed = (judgement: Judgement): string[] =>
  targetsOf(judgement)
    .filter((target) => !isReached(target))
    .map(({ name }) => name);

const names = {
  load: "share of wall time in warm-up and windows, once prepared",
  cpu: "median CPU of orchestrator and sampler in windows, share of one core",
  sitting: "bring-up, verify, take-down and what is between sittings, s a sitting",
};

test("passes where nine of ten seconds are load, once prepared", () => {
  const judgement = judgeOverhead(run(), false);
  expect(missed(judgement)).toEqual([]);
  expect(judgement.figures).toMatchObject({ wallSeconds: 10, loadShare: 0.9, secondsASitting: 1 });
});

test("each part that takes too much is a miss of its own", () => {
  expect(missed(judgeOverhead(run({ loadSeconds: 5 }), false))).toEqual([names.load]);
  expect(missed(judgeOverhead(run({ cpuShare: 0.03 }), false))).toEqual([names.cpu]);
  expect(missed(judgeOverhead(run({ bringUpSeconds: 2, loadSeconds: 90 }), false))).toEqual([
    names.sitting,
  ]);
});

test("the short form misses only what is far off", () => {
  expect(missed(judgeOverhead(run({ loadSeconds: 1.1, cpuShare: 0.09 }), true))).toEqual([]);
  expect(missed(judgeOverhead(run({ loadSeconds: 0.9 }), true))).toEqual([names.load]);
  expect(missed(judgeOverhead(run({ cpuShare: 0.11 }), true))).toEqual([names.cpu]);
});

test("where a window failed, that is all that is told", () => {
  const judgement = judgeOverhead(run({ status: "failed" }), false);
  expect(targetsOf(judgement).map(describeTarget)).toEqual([
    "MISS  windows that failed: 1 (at most 0)",
  ]);
});

test("of no windows nothing is known", () => {
  const { record, ...timed } = run();
  const judgement = judgeOverhead({ ...timed, record: { ...record, windows: [] } }, true);
  expect(missed(judgement)).toEqual([names.cpu]);
  expect([judgement.text, ...targetsOf(judgement).map(describeTarget)].join("\n")).not.toMatch(
    /NaN|Infinity/,
  );
});
