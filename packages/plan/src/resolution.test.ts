import type { Experiment, Protocol } from "@stackbench/model";
import { experimentOf, openLoadOf } from "@stackbench/model/testing";
import { Histogram } from "@stackbench/statistics";
import { expect, test } from "vitest";
import { assemblePlan } from "./assemble-plan.ts";
import { resolutionOf } from "./resolution.ts";
import { windowRecords, type WindowOutcome } from "./testing/window-records.ts";

const keys = ["a:bare", "b:bare", "c:bare"];

function resolve(
  outcome: (variant: string, round: number) => WindowOutcome,
  {
    rounds = 6,
    protocol = {},
    ...changes
  }: Partial<Omit<Experiment, "protocol">> & { protocol?: Partial<Protocol> } = {},
) {
  const made = experimentOf(keys, { rounds, ...changes });
  const experiment = { ...made, protocol: { ...made.protocol, looks: [3, 6, 9], ...protocol } };
  const plan = assemblePlan(experiment, 1);
  const found = resolutionOf(experiment, windowRecords(plan, rounds, outcome), rounds);
  return { ...found, wanted: [...found.wanted].toSorted() };
}

/** -0.5 to 0.5, different in every round. */
const waver = (round: number) => ((round * 7) % 11) / 10 - 0.5;
const speeds: Record<string, number> = { "a:bare": 1_000, "b:bare": 1_600, "c:bare": 2_600 };
const apart = (variant: string): number => speeds[variant]!;

test("neighbours in rank matter, and everyone with the anchor; clear differences close after three rounds", () => {
  expect(resolve(apart, { rounds: 3 })).toEqual({ comparisons: 3, open: 0, wanted: [] });
  const four = ["a:bare", "b:bare", "c:bare", "d:bare"];
  const wide = experimentOf(four, { rounds: 3 });
  const plan = assemblePlan(wide, 1);
  const windows = windowRecords(plan, 3, (variant) => 1_000 * 2 ** four.indexOf(variant));
  // a-b, a-c, a-d, b-c, c-d, but not b-d.
  const { comparisons } = resolutionOf(
    { ...wide, protocol: { ...wide.protocol, looks: [3] } },
    windows,
    3,
  );
  expect(comparisons).toBe(5);
});

test("only who is in an open pair is wanted", () => {
  const twins = (variant: string, round: number) =>
    variant === "a:bare"
      ? 3_000
      : 1_000 * (1 + 0.2 * waver(variant === "b:bare" ? round : 2 * round));
  expect(resolve(twins)).toEqual({ comparisons: 3, open: 1, wanted: ["b:bare", "c:bare"] });
});

test("equal ones are ties from six rounds on, not before", () => {
  expect(resolve(() => 1_000, { rounds: 3 }).open).toBe(3);
  expect(resolve(() => 1_000).open).toBe(0);
});

test("a narrow interval closes a pair where the protocol has a target", () => {
  // About 3 % apart: neither surely a tie nor surely a difference.
  const near = (variant: string, round: number) =>
    variant === "c:bare" ? 1_030 * (1 + 0.2 * waver(round)) : 1_000;
  expect(resolve(near).open).toBeGreaterThan(0);
  expect(resolve(near, { protocol: { halfWidthTarget: 0.5 } }).open).toBe(0);
});

test("what disturbs a round disturbs no ratio", () => {
  expect(resolve((_, round) => 1_000 * (1 + 0.2 * waver(round))).open).toBe(0);
});

test("groups are workloads and levels; a cross-check's windows are none", () => {
  const shape: Partial<Omit<Experiment, "protocol">> = {
    workloads: ["hello", "lookup"],
    levels: [1, 64].map((connections) => ({ loop: "closed", connections })),
    generators: ["stackbench", "wrk"],
  };
  expect(resolve(() => 1_000, shape)).toMatchObject({ comparisons: 12, open: 0 });
});

test("without values of the anchor the first variant that has some takes its place", () => {
  const anchor = "b:bare";
  const failing = (variant: string): WindowOutcome =>
    variant === anchor ? { failed: "verify" } : apart(variant);
  expect(resolve(failing, { anchor })).toMatchObject({ comparisons: 1, open: 0 });
});

test.each<[string, (round: number) => WindowOutcome, number]>([
  ["ruled out late", (round) => (round > 4 ? { failed: "ready" } : 1_000), 1],
  ["failing in half of its windows", (round) => (round % 2 ? { failed: "window" } : 1_000), 1],
  ["never valid by its own fault", () => ({ invalid: "errors" }), 1],
])("a variant %s is not waited for", (_, outcome, comparisons) => {
  const of = (variant: string, round: number) => (variant === "c:bare" ? outcome(round) : 1_000);
  expect(resolve(of)).toMatchObject({ comparisons, open: 0 });
});

test("a variant whose windows were all spoilt by the host is waited for, with the anchor", () => {
  const spoilt = resolve((variant) => (variant === "c:bare" ? { invalid: "steal" } : 1_000));
  expect(spoilt).toEqual({ comparisons: 2, open: 1, wanted: ["a:bare", "c:bare"] });
});

test("a variant that failed a few times is still waited for", () => {
  const seldom = (variant: string, round: number): WindowOutcome =>
    variant === "c:bare" && round <= 2 ? { failed: "window" } : 1_000;
  expect(resolve(seldom)).toMatchObject({ comparisons: 3, open: 2 });
});

test("where nothing can be compared nothing is open", () => {
  expect(resolve(() => ({ failed: "image" }))).toEqual({ comparisons: 0, open: 0, wanted: [] });
});

test("in an open loop it watches the latency that is compared, not the throughput that the rate fixes", () => {
  const level = {
    loop: "open",
    connections: 64,
    ratePerSecond: 1_000,
    arrivals: "poisson",
  } as const;
  const made = experimentOf(keys, { rounds: 6, levels: [level] });
  const experiment = { ...made, protocol: { ...made.protocol, looks: [3, 6] } };
  const records = windowRecords(assemblePlan(experiment, 1), 6, () => 1_000);
  const withLatency = (ms: (variant: string, round: number) => number) =>
    records.map((record) => {
      if (record.status !== "measured") return record;
      const latency = new Histogram(9);
      for (let i = 0; i < 4_000; i++) latency.record(ms(record.variant, record.round) * 10_000);
      return { ...record, load: openLoadOf({}, { latency: latency.toData() }) };
    });
  const wild = withLatency((variant, round) => 5 + (variant === "c:bare" ? 4 * waver(round) : 0));
  expect(resolutionOf(experiment, wild, 6)).toMatchObject({ comparisons: 3, open: 2 });
  const calm = withLatency((variant) => (variant === "c:bare" ? 9 : 5));
  expect(resolutionOf(experiment, calm, 6)).toMatchObject({ comparisons: 3, open: 0 });
  // A round of c lost more than its p99 leaves room for: no table ranks it, and nobody waits for it.
  const lossy = wild.map((record) => {
    if (record.status !== "measured" || record.variant !== "c:bare" || record.round !== 2) {
      return record;
    }
    return { ...record, load: { ...record.load, errors: { reset: 100 } } };
  });
  expect(resolutionOf(experiment, lossy, 6)).toMatchObject({ comparisons: 1, open: 0 });
});
