import type { Experiment } from "@stackbench/model";
import { experimentOf } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { assemblePlan } from "./assemble-plan.ts";
import { estimateDuration } from "./estimate-duration.ts";
import { fitToBudget } from "./fit-to-budget.ts";

const shortest = { warmupSeconds: 0.3, durationSeconds: 0.5 };

/** Variants of `quick` in six rounds. A sitting takes 1 s of bring-up, 1.4 s of warm-up and 1.9 s a window. */
function experiment(
  variants: number,
  budgetSeconds: number | null,
  changes: Partial<Experiment> = {},
) {
  const names = Array.from({ length: variants }, (_, index) => `app-${index}:bare`);
  const made = experimentOf(names, {
    rounds: 6,
    warmupSeconds: 1,
    durationSeconds: 1.5,
    ...changes,
  });
  return { ...made, protocol: { ...made.protocol, spareRounds: 0, budgetSeconds } };
}

function fitted(variants: number, budgetSeconds: number | null, changes?: Partial<Experiment>) {
  const found = fitToBudget(experiment(variants, budgetSeconds, changes), shortest);
  const { mostSeconds } = estimateDuration(
    assemblePlan({ ...found, protocol: { ...found.protocol, budgetSeconds: null } }, 1),
  );
  const { warmupSeconds, durationSeconds, rounds } = found;
  return { warmupSeconds, durationSeconds, rounds, mostSeconds };
}

test("12 variants in five minutes: six rounds, of shorter windows", () => {
  const { rounds, mostSeconds, ...lengths } = fitted(12, 300);
  expect(rounds).toBe(6);
  expect(mostSeconds).toBeLessThanOrEqual(0.95 * 300);
  expect(mostSeconds).toBeGreaterThan(0.9 * 300);
  expect(lengths).toEqual({ warmupSeconds: 0.7, durationSeconds: 1.1 });
});

test("windows stay as they are where six rounds of them fit, and without a budget", () => {
  expect(fitted(4, 360)).toMatchObject({ warmupSeconds: 1, durationSeconds: 1.5 });
  expect(fitted(24, null)).toMatchObject({ warmupSeconds: 1, durationSeconds: 1.5 });
});

test("where six rounds of the shortest do not fit, as many as do", () => {
  const four = fitted(24, 360);
  expect((four.mostSeconds / 6) * 4).toBeLessThanOrEqual(0.95 * 360);
  expect(four).toMatchObject({ warmupSeconds: 0.5, durationSeconds: 0.7 });
  const three = fitted(30, 360);
  expect((three.mostSeconds / 6) * 3).toBeLessThanOrEqual(0.95 * 360);
  expect(three).toMatchObject({ warmupSeconds: 0.7, durationSeconds: 1 });
});

test("where three rounds of the shortest hardly fit, they are planned all the same", () => {
  expect(fitted(40, 360)).toMatchObject({ warmupSeconds: 0.3, durationSeconds: 0.5 });
  // Six shapes of an app in a minute, and with a database.
  expect(fitted(6, 60)).toMatchObject({ warmupSeconds: 0.3, durationSeconds: 0.5 });
  expect(fitted(6, 60, { workloads: ["items"] })).toMatchObject({ durationSeconds: 0.5 });
});

test("where not even three do, shorter windows would not help", () => {
  expect(fitted(100, 360)).toMatchObject({ warmupSeconds: 1, durationSeconds: 1.5 });
});

test("several windows in a sitting share its time", () => {
  const { mostSeconds } = fitted(10, 360, { workloads: ["hello", "hash-sort"] });
  expect(mostSeconds).toBeLessThanOrEqual(360);
});

test("an open loop keeps its windows: percentiles need so many answers", () => {
  const open = { loop: "open", connections: 8, ratePerSecond: 100, arrivals: "poisson" } as const;
  expect(fitted(24, 360, { levels: [open] })).toMatchObject({ durationSeconds: 1.5 });
});
