import type { Experiment, Protocol } from "@stackbench/model";
import { experimentOf } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { assemblePlan } from "./assemble-plan.ts";
import { estimateDuration } from "./estimate-duration.ts";

/** Two variants in ten rounds; 2 s of warm-up, windows of 5 s, spare rounds. */
function planOf(protocol: Partial<Protocol> = {}, changes: Partial<Experiment> = {}) {
  const experiment = experimentOf(["a:bare", "b:bare"], { rounds: 10, ...changes });
  const merged = { ...experiment.protocol, spareRounds: 2, ...protocol };
  return assemblePlan({ ...experiment, protocol: merged }, 5);
}

/** A sitting takes 1 s of bring-up, 2 s of warm-up, and 5.4 s a window. */
const round = 2 * (1 + 2 + 5.4);

test("all rounds without the spare ones where nothing else ends the run", () => {
  const { leastSeconds, mostSeconds } = estimateDuration(planOf());
  expect(leastSeconds).toBeCloseTo(10 * round);
  expect(mostSeconds).toBeCloseTo(10 * round);
});

test("a case is warmed up once in a sitting; a database takes longer to bring up", () => {
  const windows = estimateDuration(planOf({}, { windowsPerSitting: 3 }));
  expect(windows.mostSeconds).toBeCloseTo(20 * (1 + 2 + 3 * 5.4));
  const items = estimateDuration(planOf({}, { workloads: ["items"] }));
  expect(items.mostSeconds).toBeCloseTo(10 * round + 20 * 0.5);
});

test("however short a warm-up was asked for, no server is seen to be steady at once", () => {
  const short = estimateDuration(planOf({}, { warmupSeconds: 0.5 }));
  expect(short.mostSeconds).toBeCloseTo(20 * (1 + 1.4 + 5.4));
  const limited = estimateDuration(planOf({}, { warmupSeconds: 0.5, warmupAtMostSeconds: 0.8 }));
  expect(limited.mostSeconds).toBeCloseTo(20 * (1 + 0.8 + 5.4));
  const none = estimateDuration(planOf({}, { warmupSeconds: 0 }));
  expect(none.mostSeconds).toBeCloseTo(20 * (1 + 0 + 5.4));
});

test("what compiles for long is loaded for all of the limit, once for each workload in a sitting", () => {
  const connections = [1, 64].map((count) => ({ loop: "closed" as const, connections: count }));
  const long = { longWarmups: ["b:bare"], levels: connections };
  const { mostSeconds } = estimateDuration(planOf({}, long));
  const [plain, compiling] = [1 + 2 * (2 + 5.4), 1 + 15 + 2 + 2 * 5.4];
  expect(mostSeconds).toBeCloseTo(10 * (plain + compiling));
});

test("at the longest no server is steady before its warm-up must end, within the budget", () => {
  expect(estimateDuration(planOf()).longestSeconds).toBeCloseTo(20 * (1 + 15 + 5.4));
  const told = estimateDuration(planOf({}, { warmupAtMostSeconds: 4 }));
  expect(told.longestSeconds).toBeCloseTo(20 * (1 + 4 + 5.4));
  const cold = estimateDuration(planOf({}, { warmupSeconds: 0 }));
  expect(cold.longestSeconds).toBe(cold.mostSeconds);
  expect(estimateDuration(planOf({ budgetSeconds: 140 })).longestSeconds).toBe(140);
});

test("windows of so many requests take at most their limit, and at least nothing that is known", () => {
  const bounded = estimateDuration(planOf({}, { windowRequests: 200, durationSeconds: 600 }));
  expect(bounded.mostSeconds).toBeCloseTo(20 * (1 + 2 + 600.4));
  expect(bounded.leastSeconds).toBeCloseTo(20 * (1 + 2 + 0.4));
});

test("at least the rounds before the first look, at most the budget", () => {
  const target = { looks: [6, 9] };
  const { leastSeconds, mostSeconds } = estimateDuration(planOf(target));
  expect(leastSeconds).toBeCloseTo(6 * round);
  expect(mostSeconds).toBeCloseTo(10 * round);
  const capped = estimateDuration(planOf({ ...target, budgetSeconds: 140 }));
  expect(capped.leastSeconds).toBeCloseTo(6 * round);
  expect(capped.mostSeconds).toBe(140);
  // One round is always held.
  const tiny = estimateDuration(planOf({ ...target, budgetSeconds: 1 }));
  expect(tiny.leastSeconds).toBeCloseTo(round);
  expect(tiny.mostSeconds).toBeCloseTo(round);
});

test("what is on disk and what was spent is taken off", () => {
  const plan = planOf({ looks: [6, 9], budgetSeconds: 150 });
  const windows = plan.sittings.flatMap((sitting) => sitting.windows);
  const doneWindowIds = new Set(windows.slice(0, 15).map((window) => window.windowId));
  const { leastSeconds, mostSeconds } = estimateDuration(plan, {
    doneWindowIds,
    spentSeconds: 130,
  });
  // Half of the eighth round is left to be ended.
  expect(leastSeconds).toBeCloseTo(round / 2);
  expect(mostSeconds).toBe(20);
});

test("sittings that take longer than is reckoned do so in what is left, within the budget", () => {
  const target = { looks: [6, 9] };
  const slow = estimateDuration(planOf(target), { slowness: 3 });
  expect(slow.leastSeconds).toBeCloseTo(3 * 6 * round);
  expect(slow.mostSeconds).toBeCloseTo(3 * 10 * round);
  const capped = estimateDuration(planOf({ ...target, budgetSeconds: 140 }), { slowness: 3 });
  expect(capped.mostSeconds).toBe(140);
});
