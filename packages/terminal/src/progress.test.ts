import { type RunEvent, type WindowRecord } from "@stackbench/model";
import { experimentOf, fakeUse, loadResultOf } from "@stackbench/model/testing";
import { assemblePlan } from "@stackbench/plan";
import { expect, test } from "vitest";
import { Progress, type ProgressOutput } from "./progress.ts";
import { Screen } from "./testing/index.ts";

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

/** What progress itself moves and clears with. */
const controls = new RegExp(String.raw`\u001b\[\d*[ABJK]|\r`, "g");

const xterm = { environment: { TERM: "xterm" } };

/** A terminal of 100 columns; `take`: what was written to it since. */
function terminal(): { output: ProgressOutput; take: () => string } {
  let text = "";
  const take = (): string => {
    const taken = text;
    text = "";
    return taken;
  };
  const write = (part: string): void => void (text += part);
  return { output: { isTTY: true, columns: 100, rows: 24, write }, take };
}

function watch(isTTY: boolean, environment: Record<string, string> = xterm.environment) {
  let text = "";
  const output = { isTTY, columns: 100, rows: 24, write: (part: string) => void (text += part) };
  const progress = new Progress(output, plan, { environment });
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

test.each([{ TERM: "dumb" }, { TERM: "xterm", CI: "true" }])(
  "a terminal that cannot rewrite, or that nobody looks at, is none: %j",
  (environment) => {
    expect(watch(true, environment)).toBe(watch(false));
  },
);

test("on a terminal it tells what is being done and how fast, and leaves cautions alone", async () => {
  const shown = watch(true);
  expect(shown).toContain("a:bare: bring-up");
  expect(shown).toContain("a:bare hello: measuring 5 s");
  expect(shown).toContain("48,211 req/s");
  const screen = new Screen(100, 24);
  await screen.write(shown);
  expect(screen.lines).toEqual(["[1/2] round 1  a:bare hello c64  48,210 req/s  ! steal"]);
});

test("figures of the window under way rewrite one line, and those of another none", () => {
  const { output, take } = terminal();
  using progress = new Progress(output, plan, xterm);
  for (const event of events.slice(0, 3)) progress.onEvent(event);
  take();
  progress.onLive({ windowId: window.windowId, requestsPerSecond: 1234 });
  expect(take()).toBe("\r\u001b[2K[1/2] a:bare hello: measuring 5 s, 1,234 req/s\r");
  progress.onLive({ windowId: "another", requestsPerSecond: 1 });
  expect(take()).toBe("");
});

test("a caution of a variant is told once", async () => {
  const screen = new Screen(100, 24);
  const { output, take } = terminal();
  const progress = new Progress(output, plan, xterm);
  for (let time = 0; time < 3; time++) for (const event of events) progress.onEvent(event);
  progress.end();
  await screen.write(take());
  expect(screen.lines).toHaveLength(1);
});

test("it fits the terminal again when that is made narrower", async () => {
  const screen = new Screen(100, 24);
  let resized = (): void => {};
  const { output, take } = terminal();
  output.on = (_event, listener) => (resized = listener);
  const progress = new Progress(output, plan, xterm);
  for (const event of events.slice(0, 3)) progress.onEvent(event);
  await screen.write(take());
  await screen.resize(30, 24);
  output.columns = 30;
  resized();
  await screen.write(take());
  expect(screen.lines).toEqual([
    "about 17 s left; so far, not…",
    expect.stringMatching(/^▸ a:bare {2,}0 of 2 {2}··$/),
    "[1/2] a:bare hello: measurin…",
  ]);
  progress.end();
  await screen.write(take());
  expect(screen.lines).toEqual([]);
});

test("what an earlier part of the run gave is part of it", () => {
  const { output, take } = terminal();
  using progress = new Progress(output, plan, { ...xterm, earlier: [record] });
  progress.onEvent(events[1]!);
  const text = take();
  expect(text).toMatch(/a:bare {2}48,210 req\/s {2}1 of 2 {2}█·/);
  expect(text).toContain("[2/2]");
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
    const progress = new Progress(output, plan, xterm);
    progress.onEvent({ type: "preparing", message: "\u001b[2Jimage\rdone\n\u009b1A" });
    progress.onMessage("step \u001b[1A\u202e1");
    progress.onEvent({ type: "journal", entry: { type: "window", window: failed } });
    progress.end();
    const ours = text.replaceAll(controls, "");
    expect(ours).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u);
    expect(ours).toMatch(/\[1\/2\] round 1 .* FAILED at ready: got \[2\/2\] round 1/);
    expect(ours).not.toMatch(/^\[2\/2\]/m);
  }
});

const looked = (text: string) => (columns: number) => [
  `provisional, ${text}`,
  "a:bare 48,210".slice(0, columns),
];

test("away from a terminal the first look is written once, between the lines of the windows", () => {
  const { output, take } = terminal();
  const progress = new Progress({ ...output, isTTY: false }, plan, xterm);
  for (const event of events) progress.onEvent(event);
  progress.onLook(looked("after 1"));
  for (const event of events) progress.onEvent(event);
  progress.onLook(looked("after 2"));
  progress.end();
  const [first, ...rest] = take().split("\n");
  expect(first).toContain("48,210 req/s");
  expect(rest.slice(0, 4)).toEqual(["", "provisional, after 1", "a:bare 48,210", ""]);
  expect(rest.join("\n")).not.toContain("after 2");
});

test("on a terminal each look takes the place of the one before, and nothing is left of it", async () => {
  const screen = new Screen(100, 24);
  const { output, take } = terminal();
  const progress = new Progress(output, plan, xterm);
  for (const event of events.slice(0, 3)) progress.onEvent(event);
  progress.onLook(looked("after 1"));
  progress.onLook(looked("after 2"));
  await screen.write(take());
  expect(screen.lines.slice(0, 4)).toEqual([
    "provisional, after 2",
    "a:bare 48,210",
    "",
    expect.stringContaining("so far, not a result"),
  ]);
  progress.end();
  await screen.write(take());
  expect(screen.lines).toEqual([]);
});

test("on a terminal with no room for it the first look is written once, and stays", async () => {
  const screen = new Screen(100, 8);
  const { output, take } = terminal();
  const progress = new Progress({ ...output, rows: 8 }, plan, xterm);
  for (const event of events.slice(0, 3)) progress.onEvent(event);
  progress.onLook(looked("after 1"));
  progress.onLook(looked("after 2"));
  progress.end();
  await screen.write(take());
  expect(screen.lines).toEqual(["", "provisional, after 1", "a:bare 48,210"]);
});

test("where there is nothing to tell a look changes nothing", () => {
  const { output, take } = terminal();
  using progress = new Progress({ ...output, isTTY: false }, plan, xterm);
  progress.onLook(undefined);
  expect(take()).toBe("");
});
