import { experimentOf, fakeUse, loadResultOf } from "@stackbench/model/testing";
import { assemblePlan, estimateDuration } from "@stackbench/plan";
import { expect, onTestFinished, test, vi } from "vitest";
import { formatSeconds } from "./format-seconds.ts";
import { Headway } from "./headway.ts";

/** A run of two variants in four rounds, of which four windows end, each so many seconds after the one before. */
function leftAfter(...seconds: number[]): { left: string; reckonedSeconds: number } {
  vi.useFakeTimers({ toFake: ["performance"] });
  onTestFinished(() => void vi.useRealTimers());
  const plan = assemblePlan(experimentOf(["a:bare", "b:bare"], { rounds: 4 }), 1);
  const headway = new Headway(plan, [], 0);
  const doneWindowIds = new Set<string>();
  for (const [index, passed] of seconds.entries()) {
    const { sittingId, variant, round, windows } = plan.sittings[index]!;
    const [planned] = windows;
    vi.advanceTimersByTime(passed * 1000);
    doneWindowIds.add(planned!.windowId);
    headway.add({
      planned: planned!,
      sittingId,
      variant,
      round,
      startedAt: new Date(0).toISOString(),
      status: "measured",
      load: loadResultOf({ succeeded: 1000 }),
      use: fakeUse,
      cautions: [],
    });
  }
  const { mostSeconds } = estimateDuration(plan, { doneWindowIds });
  return { left: headway.timeLeft(), reckonedSeconds: mostSeconds };
}

/** What is reckoned for a sitting of the plan: 1 s of bring-up, 2 s of warm-up, 5.4 s of its window. */
const reckoned = 1 + 2 + 5.4;

test("what is left is told by how long sittings took here, where that is longer than is reckoned", () => {
  const { left, reckonedSeconds } = leftAfter(reckoned, 3 * reckoned, 3 * reckoned);
  expect(reckonedSeconds).toBeCloseTo(5 * reckoned);
  expect(left).toBe(`about ${formatSeconds(15 * reckoned)} left`);
});

test.each([[[reckoned, 1, 1]], [[600, reckoned, reckoned]], [[600]]])(
  "and is as reckoned where it is not, and whatever went before the first window: %j",
  (seconds) => {
    const { left, reckonedSeconds } = leftAfter(...seconds);
    expect(left).toBe(`about ${formatSeconds(reckonedSeconds)} left`);
  },
);
