import { type RunEvent, type WindowRecord } from "@stackbench/model";
import { experimentOf, fakeUse, loadResultOf } from "@stackbench/model/testing";
import { assemblePlan } from "@stackbench/plan";
import { expect, test } from "vitest";
import { formatSeconds, Progress } from "./progress.ts";

const plan = assemblePlan(experimentOf(["a:bare"], { rounds: 2 }), 1);
const window = plan.sittings[0]!.windows[0]!;
const record: WindowRecord = {
  planned: window,
  sittingId: "r1/a:bare",
  variant: "a:bare",
  round: 1,
  startedAt: new Date(0).toISOString(),
  status: "measured",
  load: loadResultOf({ succeeded: 241_050 }),
  use: fakeUse,
  cautions: [{ kind: "steal", severity: "note", message: "9 %" }],
};
const events: RunEvent[] = [
  { type: "sitting-started", sitting: plan.sittings[0]! },
  { type: "phase", sitting: plan.sittings[0]!, phase: "bring-up" },
  { type: "measuring", window, seconds: 5 },
  { type: "journal", entry: { type: "window", window: record } },
];

function watch(isTTY: boolean) {
  let text = "";
  const progress = new Progress(
    { isTTY, columns: 100, write: (part) => (text += part) },
    plan,
    new Set(),
  );
  for (const event of events) {
    progress.onEvent(event);
    progress.onLive({ windowId: window.windowId, requestsPerSecond: 48_211 });
  }
  progress.end();
  return text;
}

test("away from a terminal there is one plain line a window", () => {
  expect(watch(false)).toBe(
    "[1/2] round 1  a:bare hello c64  48,210 req/s  ! steal  (about 8 s left)\n",
  );
});

test("on a terminal one line tells what is being done and how fast", () => {
  const shown = watch(true);
  expect(shown).toContain("a:bare: bring-up");
  expect(shown).toContain("a:bare hello: measuring 5 s");
  expect(shown).toContain("48,211 req/s");
  const clearLine = "\r\u001b[2K";
  expect(shown.endsWith(clearLine)).toBe(true);
});

test("what a stack says in a log moves no cursor and makes no line", () => {
  const failure = {
    stage: "ready" as const,
    message: "got \u001b[1A\u001b]0;owned\u0007\n[2/2] round 1  a:bare hello  99,999 req/s",
    logLines: [],
  };
  const { load: _l, use: _u, cautions: _c, ...base } = record;
  const failed: WindowRecord = { ...base, status: "failed", failure };
  for (const isTTY of [true, false]) {
    let text = "";
    const output = { isTTY, columns: 100, write: (part: string) => (text += part) };
    const progress = new Progress(output, plan, new Set());
    progress.onEvent({ type: "preparing", message: "\u001b[2Jimage\rdone\n\u009b1A" });
    progress.onMessage("step \u001b[1A\u202e1");
    progress.onEvent({ type: "journal", entry: { type: "window", window: failed } });
    progress.end();
    const ours = text.replaceAll("\r\u001b[2K", "");
    expect(ours).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u);
    expect(ours).toMatch(/\[1\/2\] round 1 .* FAILED at ready: got \[2\/2\] round 1/);
    expect(ours).not.toMatch(/^\[2\/2\]/m);
  }
});

test("spans are told as people say them", () => {
  expect([44.6, 89, 90, 125, 3600, 7500].map(formatSeconds)).toEqual([
    "45 s",
    "89 s",
    "1 min 30 s",
    "2 min 5 s",
    "60 min",
    "2 h 5 min",
  ]);
});
