import type { Protocol } from "@stackbench/model";
import { experimentOf } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { assemblePlan } from "./assemble-plan.ts";
import { nextRound, type Held } from "./next-round.ts";
import { windowRecords, type Outcome } from "./testing/window-records.ts";

const even = (): Outcome => 1_000;

/** Two variants, ten rounds, two spare ones; a round is estimated at 18.8 s. */
function decide(
  protocol: Partial<Protocol>,
  rounds: number,
  outcome: (variant: string, round: number) => Outcome = even,
  { missing = 0, ...changes }: Partial<Held> & { missing?: number } = {},
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
  const over = { halfWidthTarget: 0.03, minRounds: 6, budgetSeconds: 1 };
  const half = decide(over, 8, even, { missing: 1, spentSeconds: 99 });
  expect(half).toMatchObject({ reason: "hold", whole: false });
  expect(half.sittings).toHaveLength(1);
  expect(half.sittings[0]).toMatch(/^r8/);
  expect(decide(over, 8, even, { spentSeconds: 99 })).toMatchObject({ reason: "resolved" });
});

test("narrow intervals stop the run from the fewest rounds on", () => {
  const target = { halfWidthTarget: 0.025, minRounds: 7 };
  expect(decide(target, 6)).toMatchObject({ reason: "hold" });
  expect(decide(target, 7)).toMatchObject({
    reason: "resolved",
    round: 7,
    message: "every interval within ±2.5 % after 7 rounds",
  });
  expect(decide({ ...target, halfWidthTarget: null }, 7)).toMatchObject({ reason: "hold" });
});

test("it does not matter who is ahead, and by how much", () => {
  const target = { halfWidthTarget: 0.03, minRounds: 7 };
  for (const factor of [0.5, 1, 1.01, 2]) {
    const ahead = decide(target, 7, (variant) => (variant === "a:bare" ? 1_000 * factor : 1_000));
    expect(ahead).toMatchObject({ reason: "resolved" });
  }
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
  const outcome = (): Outcome => ({ invalid: "errors" });
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
