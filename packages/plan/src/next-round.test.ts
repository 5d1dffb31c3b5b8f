import type { Protocol } from "@stackbench/model";
import { experimentOf } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { assemblePlan } from "./assemble-plan.ts";
import { nextRound, type HeldRounds } from "./next-round.ts";
import { windowRecords, type WindowOutcome } from "./testing/window-records.ts";

const even = (): WindowOutcome => 1_000;

/** Two variants, ten rounds, two spare ones; a round is estimated at 18.8 s. */
function decide(
  protocol: Partial<Protocol>,
  rounds: number,
  outcome: (variant: string, round: number) => WindowOutcome = even,
  { missing = 0, ...changes }: Partial<HeldRounds> & { missing?: number } = {},
) {
  const experiment = experimentOf(["a:bare", "b:bare"], { rounds: 10 });
  const merged = { ...experiment.protocol, spareRounds: 2, ...protocol };
  const plan = assemblePlan({ ...experiment, protocol: merged }, 3);
  const records = windowRecords(plan, rounds, outcome);
  const windows = records.slice(0, records.length - missing);
  const next = nextRound(plan, { windows, spentSeconds: 0, roundSeconds: [], ...changes });
  return next.type === "stop"
    ? { ...next.stop, sittings: [] }
    : { reason: "hold", whole: next.whole, sittings: next.sittings.map((one) => one.sittingId) };
}

test("the first round is held whatever the budget, the next one as planned", () => {
  const first = decide({ budgetSeconds: 1 }, 0);
  expect(first).toMatchObject({ reason: "hold", whole: true });
  expect(first.sittings.toSorted()).toEqual(["r1/a:bare", "r1/b:bare"]);
  expect(decide({}, 9).sittings.toSorted()).toEqual(["r10/a:bare", "r10/b:bare"]);
});

test("a round that has begun is ended, whatever else would stop the run", () => {
  const over = { looks: [8], budgetSeconds: 1 };
  const half = decide(over, 8, even, { missing: 1, spentSeconds: 99 });
  expect(half).toMatchObject({ reason: "hold", whole: false });
  expect(half.sittings).toHaveLength(1);
  expect(half.sittings[0]).toMatch(/^r8/);
  expect(decide(over, 8, even, { spentSeconds: 99 })).toMatchObject({ reason: "resolved" });
});

test("a run stops as soon as the answer is known, but only where it is looked", () => {
  const looked = { looks: [3, 6] };
  expect(decide(looked, 5)).toMatchObject({ reason: "hold" });
  expect(decide(looked, 6)).toMatchObject({
    reason: "resolved",
    round: 6,
    message: "every pair that matters is ordered or a tie, after 6 rounds",
  });
  expect(decide({ looks: [] }, 6)).toMatchObject({ reason: "hold" });
  const twice = (variant: string) => (variant === "a:bare" ? 2_000 : 1_000);
  expect(decide(looked, 3, twice)).toMatchObject({ reason: "resolved", round: 3 });
  expect(decide(looked, 2, twice)).toMatchObject({ reason: "hold" });
});

test("after a look further rounds go to open pairs alone, and a resumed run decides the same", () => {
  const keys = ["a:bare", "b:bare", "c:bare", "d:bare"];
  const made = experimentOf(keys, { rounds: 10 });
  const speeds: Record<string, number> = {
    "a:bare": 9_000,
    "b:bare": 1_000,
    "c:bare": 1_050,
    "d:bare": 300,
  };
  const outcome = (variant: string) => speeds[variant]!;
  const hold = (order: Protocol["order"], rounds: number, without = 0) => {
    const plan = assemblePlan({ ...made, protocol: { ...made.protocol, looks: [3, 6], order } }, 3);
    const all = windowRecords(plan, rounds, outcome);
    const held = all.filter(
      ({ round, variant }) => round <= 3 || "b:bare c:bare".includes(variant),
    );
    const windows = held.slice(0, held.length - without);
    return nextRound(plan, { windows, spentSeconds: 0, roundSeconds: [] });
  };
  const sittings = (next: ReturnType<typeof hold>) =>
    next.type === "hold" ? next.sittings.map(({ sittingId }) => sittingId).toSorted() : next.stop;
  expect(sittings(hold("interleaved", 3))).toEqual(["r4/b:bare", "r4/c:bare"]);
  expect(sittings(hold("interleaved", 4))).toEqual(["r5/b:bare", "r5/c:bare"]);
  // In the middle of the fifth round: its other half, and nobody whom the look left out.
  expect(sittings(hold("interleaved", 5, 1))).toHaveLength(1);
  expect(sittings(hold("interleaved", 6))).toMatchObject({ reason: "resolved", round: 6 });
  // Who takes turns is up together.
  expect(sittings(hold("alternating", 3))).toHaveLength(4);
});

test("the budget is held against the mean of measured rounds, before that against the estimate", () => {
  const budget = { budgetSeconds: 100 };
  expect(decide(budget, 3, even, { spentSeconds: 83 })).toMatchObject({ reason: "hold" });
  expect(decide(budget, 3, even, { spentSeconds: 84 })).toMatchObject({ reason: "budget" });
  const measured = { spentSeconds: 82, roundSeconds: [10, 20] };
  expect(decide(budget, 3, even, measured)).toMatchObject({ reason: "hold" });
  expect(decide(budget, 3, even, { ...measured, spentSeconds: 86 })).toEqual({
    reason: "budget",
    round: 3,
    message: "the next round would end after the budget of 1 min 40 s (3 rounds held)",
    sittings: [],
  });
});

test("windows that are invalid for the stack's sake are no reason for another round", () => {
  const outcome = (): WindowOutcome => ({ invalid: "errors" });
  expect(decide({}, 10, outcome)).toMatchObject({
    reason: "rounds",
    message: "all 10 rounds held",
  });
  expect(
    decide({}, 10, (_, round) => (round === 4 ? { invalid: "send-lag" } : 1_000)),
  ).toMatchObject({ reason: "hold", whole: true });
});

test("without spare rounds none is replaced", () => {
  const spoilt = decide({ spareRounds: 0 }, 10, () => ({ invalid: "steal" }));
  expect(spoilt).toMatchObject({ reason: "rounds", round: 10 });
});

test("variants that take turns are looked at at the same speed where their starts have two", () => {
  // Fast in every other round, and in every third: both together, apart either way.
  const outcome = (variant: string, round: number): WindowOutcome => {
    const isFast = variant === "a:bare" ? round % 2 === 0 : round % 3 === 0;
    return (isFast ? 1_300 : 1_000) + (round % 5) * (variant === "a:bare" ? 2 : 3);
  };
  const looked = { looks: [24, 36] };
  const held = { roundSeconds: [1] };
  const made = experimentOf(["a:bare", "b:bare"], { rounds: 40 });
  const plan = (order: Protocol["order"]) =>
    assemblePlan({ ...made, protocol: { ...made.protocol, ...looked, order } }, 3);
  const decideAt = (order: Protocol["order"]) => {
    const windows = windowRecords(plan(order), 24, outcome);
    return nextRound(plan(order), { windows, spentSeconds: 0, ...held });
  };
  expect(decideAt("alternating")).toMatchObject({ stop: { reason: "resolved", round: 24 } });
  expect(decideAt("interleaved")).toMatchObject({ type: "hold" });
});
