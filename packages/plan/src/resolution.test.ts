import type { Experiment } from "@stackbench/model";
import { experimentOf } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { assemblePlan } from "./assemble-plan.ts";
import { resolutionOf } from "./resolution.ts";
import { windowRecords, type Outcome } from "./testing/window-records.ts";

const keys = ["a:bare", "b:bare", "c:bare"];

function resolve(
  outcome: (variant: string, round: number) => Outcome,
  { rounds = 10, ...changes }: Partial<Experiment> = {},
) {
  const experiment = experimentOf(keys, { rounds, ...changes });
  const plan = assemblePlan(experiment, 1);
  return resolutionOf(experiment, windowRecords(plan, rounds, outcome));
}

/** -0.5 to 0.5, different in every round. */
const waver = (round: number) => ((round * 7) % 11) / 10 - 0.5;

test("the widest interval relative to the anchor is told, to the side that reaches further", () => {
  const { comparisons, widest } = resolve((variant, round) =>
    variant === "c:bare" ? 1_000 * (1 + 0.2 * waver(round)) : 1_000,
  );
  expect(comparisons).toBe(2);
  expect(widest).toBeGreaterThan(0.03);
  expect(widest).toBeLessThan(0.12);
  // What disturbs a round disturbs no ratio.
  const together = resolve((_, round) => 1_000 * (1 + 0.2 * waver(round)));
  expect(together.widest).toBeLessThan(0.002);
});

test("too few rounds allow no interval", () => {
  expect(resolve(() => 1_000, { rounds: 5 }).widest).toBe(Number.POSITIVE_INFINITY);
  expect(resolve(() => 1_000, { rounds: 6 }).widest).toBe(0);
});

test("groups are workloads and levels; a cross-check's windows are none", () => {
  const shape: Partial<Experiment> = {
    workloads: ["hello", "lookup"],
    levels: [1, 64].map((connections) => ({ loop: "closed", connections })),
    generators: ["stackbench", "wrk"],
  };
  expect(resolve(() => 1_000, shape)).toEqual({ comparisons: 8, widest: 0 });
});

test("without values of the anchor the first variant that has some takes its place", () => {
  const anchor = "b:bare";
  const failing = (variant: string, round: number): Outcome =>
    variant === anchor ? { failed: "verify" } : variant === "c:bare" ? 900 + round : 1_000;
  const { comparisons, widest } = resolve(failing, { anchor });
  expect(comparisons).toBe(1);
  expect(widest).toBeGreaterThan(0);
});

test.each<[string, (round: number) => Outcome, number]>([
  ["ruled out late", (round) => (round > 7 ? { failed: "ready" } : 1_000), 1],
  ["failing in half of its windows", (round) => (round % 2 ? { failed: "window" } : 1_000), 1],
  ["never valid by its own fault", () => ({ invalid: "errors" }), 1],
])("a variant %s is not waited for", (_, outcome, comparisons) => {
  const of = (variant: string, round: number) => (variant === "c:bare" ? outcome(round) : 1_000);
  expect(resolve(of)).toEqual({ comparisons, widest: 0 });
});

test("a variant whose windows were all spoilt by the host is waited for", () => {
  const spoilt = resolve((variant) => (variant === "c:bare" ? { invalid: "steal" } : 1_000));
  expect(spoilt).toEqual({ comparisons: 2, widest: Number.POSITIVE_INFINITY });
  expect(resolve(() => ({ invalid: "send-lag" })).widest).toBe(Number.POSITIVE_INFINITY);
});

test("a variant that failed a few times is still waited for", () => {
  const seldom = (variant: string, round: number): Outcome =>
    variant === "c:bare" && round <= 4 ? { failed: "window" } : 1_000;
  expect(resolve(seldom, { rounds: 9 })).toEqual({
    comparisons: 2,
    widest: Number.POSITIVE_INFINITY,
  });
});

test("where nothing can be compared there is no interval", () => {
  expect(resolve(() => ({ failed: "image" }))).toEqual({ comparisons: 0, widest: 0 });
});
