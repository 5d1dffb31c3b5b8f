import type { PlannedSitting, PlannedWindow, RunEvent } from "@stackbench/model";
import { expect, test } from "vitest";
import { accountForTime, runParts, type TimedEvent } from "./account-for-time.ts";

const window = { windowId: "r1/a:bare/hello" } as PlannedWindow;
const sitting = { sittingId: "r1/a:bare" } as PlannedSitting;
const journalled = (type: string) => ({ type: "journal", entry: { type } }) as RunEvent;
/** A window before which load was sent for so many seconds. */
const measured = (warmUpSeconds: number) =>
  ({
    type: "journal",
    entry: {
      type: "window",
      window: { status: "measured", load: { seconds: 1.5, warmUp: { seconds: warmUpSeconds } } },
    },
  }) as RunEvent;

/** Two windows of one sitting, each event with what passes until the next, seconds. */
const told: readonly [RunEvent, number][] = [
  [{ type: "preparing", message: "a" }, 1],
  [journalled("prepared"), 0.5],
  [{ type: "sitting-started", sitting }, 0.25],
  [{ type: "phase", sitting, phase: "bring-up" }, 0.5],
  [{ type: "phase", sitting, phase: "verify" }, 0.25],
  [{ type: "phase", sitting, phase: "ready" }, 0.125],
  [{ type: "warming-up", window, seconds: 1 }, 1.0625],
  [{ type: "warmed-up", window }, 0.0625],
  [{ type: "measuring", window, seconds: 1.5 }, 1.75],
  [measured(1), 0.125],
  // It went on until it was steady.
  [{ type: "warming-up", window, seconds: 1 }, 2],
  [{ type: "measuring", window, seconds: 1.5 }, 1.5],
  [measured(2), 0],
  [{ type: "phase", sitting, phase: "take-down" }, 0.5],
  [journalled("sitting-ended"), 0.125],
  [journalled("stopped"), 0],
];

function timed(startMs: number): { events: TimedEvent[]; endMs: number } {
  let atMs = startMs;
  const events = told.map(([event, seconds]): TimedEvent => {
    const entry = { atMs, event };
    atMs += seconds * 1000;
    return entry;
  });
  return { events, endMs: atMs };
}

test("every second is counted once, by what it went to", () => {
  const { events, endMs } = timed(5000);
  const parts = accountForTime(events, endMs);
  expect(parts).toEqual({
    preparing: 1.5,
    "between sittings": 0.375,
    "bring-up": 0.5,
    verify: 0.25,
    "before warm-up": 0.3125,
    "warm-up": 3,
    "between warm-up and window": 0.0625,
    window: 3,
    "after the window": 0.25,
    "take-down": 0.5,
  });
  const sum = runParts.reduce((total, part) => total + parts[part], 0);
  expect(sum).toBeCloseTo((endMs - 5000) / 1000, 9);
});

test("a window that broke off counts with what it lasted", () => {
  const events: TimedEvent[] = [{ atMs: 0, event: { type: "measuring", window, seconds: 5 } }];
  const parts = accountForTime(events, 2000);
  expect([parts.window, parts["after the window"]]).toEqual([2, 0]);
});
