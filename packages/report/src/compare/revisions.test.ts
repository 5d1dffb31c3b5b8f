import type { Failure, RunRecord } from "@stackbench/model";
import { experimentOf } from "@stackbench/model/testing";
import { seededRandom } from "@stackbench/statistics";
import { expect, it } from "vitest";
import { compareRevisions } from "./revisions.ts";
import { renderShares, renderUnanswered } from "../describe/change.ts";
import { runOf, type CaseSketch } from "../testing/run-of.ts";

const arms = { base: "s@base:bare", baseAgain: "s@base-again:bare", head: "s@head:bare" };
const wobble = [1, 0.994, 1.006, 0.998, 1.004, 0.996, 1.002, 1.001, 0.999, 1.003, 0.997, 1];

/** Three arms of twelve rounds; the factors are those of the head and of the base's second arm. */
function runWith(head: number, again = 1, noise = wobble): RunRecord {
  const arm = (variant: string, factor: number, order: readonly number[]): CaseSketch => ({
    variant,
    workload: "hello",
    rounds: order.map((share) => ({ throughput: 10_000 * factor * share })),
  });
  return runOf({
    rounds: noise.length,
    cases: [
      arm(arms.base, 1, noise),
      arm(arms.baseAgain, again, noise.toReversed()),
      arm(arms.head, head, [...noise.slice(5), ...noise.slice(0, 5)]),
    ],
  });
}

it.each([
  ["slower", 0.94],
  ["faster", 1.06],
  ["tie", 1.004],
])("finds the head %s", (outcome, factor) => {
  const compared = compareRevisions(runWith(factor), arms);
  expect(compared.outcome).toBe(outcome);
  const [only] = compared.cases;
  expect(only!.head.change!.ratio).toBeCloseTo(factor, 2);
  expect(only!.control).toMatchObject({ verdict: "tie", name: "base again (A/A)" });
});

it("says what was asked where that is no workload of the contract", () => {
  const run = runWith(1);
  const expect200 = { status: 200, bodyBytes: 2 };
  const request = { method: "GET" as const, path: "/", headers: {}, body: "", expect: expect200 };
  const asking = (names: readonly string[]): RunRecord => {
    const customRequests = names.map((name) => ({ name, weight: 1, request }));
    const windows = run.windows.map((window) => ({
      ...window,
      planned: { ...window.planned, workload: "custom" as const },
    }));
    const experiment = { ...run.plan.experiment, customRequests };
    return { ...run, windows, plan: { ...run.plan, experiment } };
  };
  const askedOf = (record: RunRecord) => compareRevisions(record, arms).cases[0]!.head.asked;
  expect(askedOf(run)).toBe("hello");
  expect(askedOf(asking(["GET /"]))).toBe("GET /");
  expect(askedOf(asking(["list", "make"]))).toBe("list=1, make=1");
  expect(askedOf(asking(["a", "b", "c", "d", "e"]))).toBe("5 requests");
});

it("resolves nothing where the noise is larger than the difference", () => {
  const loud = wobble.map((share) => share ** 20);
  expect(compareRevisions(runWith(0.97, 1, loud), arms).outcome).toBe("unresolved");
});

it("trusts nothing where the base differs from itself", () => {
  const { outcome, cases } = compareRevisions(runWith(0.8, 0.9), arms);
  expect(outcome).toBe("untrustworthy");
  expect(cases[0]!.control.verdict).toBe("slower");
});

it("shows as the base what the head is compared with: the mean of both", () => {
  const still = wobble.map(() => 1);
  const { head, control } = compareRevisions(runWith(1.01, 1.02, still), arms).cases[0]!;
  expect(head.base!.median).toBeCloseTo(10_000 * Math.sqrt(1.02), 6);
  expect(head.head!.median / head.base!.median).toBeCloseTo(head.change!.ratio, 6);
  expect(control.base!.median).toBeCloseTo(10_000, 6);
});

it("lets the worst of several cases count", () => {
  const [hello, lookup] = [runWith(1.06), runWith(0.94)];
  const moved = lookup.windows.map((window) => ({
    ...window,
    planned: { ...window.planned, workload: "lookup" as const },
  }));
  const both = { ...hello, windows: [...hello.windows, ...moved] };
  const { outcome, cases } = compareRevisions(both, arms);
  expect(outcome).toBe("slower");
  expect(cases.map(({ head }) => [head.workload, head.verdict])).toEqual([
    ["hello", "faster"],
    ["lookup", "slower"],
  ]);
});

it("has failed where more than a tenth of an arm's rounds have, or an arm is missing", () => {
  const run = runWith(1);
  const failure: Failure = { stage: "window", message: "gone", logLines: [] };
  /** Twelve rounds, of which those up to `last` failed in the head. */
  const failing = (last: number) => ({
    ...run,
    windows: run.windows.map((window) => {
      if (window.variant !== arms.head || window.round > last) return window;
      const { planned, sittingId, variant, round, startedAt } = window;
      return { planned, sittingId, variant, round, startedAt, status: "failed", failure } as const;
    }),
  });
  expect(compareRevisions(failing(1), arms).outcome).toBe("tie");
  expect(compareRevisions(failing(2), arms).outcome).toBe("failed");
  const without = run.windows.filter(({ variant }) => variant !== arms.head);
  expect(compareRevisions({ ...run, windows: without }, arms).outcome).toBe("failed");
  expect(compareRevisions({ ...run, windows: [] }, arms).outcome).toBe("failed");
});

/** Three arms that take turns, of a server that draws one of two speeds, a third apart, at each start. */
function runOfTwoSpeeds(
  head: number,
  fast = 0.5,
  order: "alternating" | "interleaved" = "alternating",
) {
  const random = seededRandom(2);
  const arm = (variant: string, factor: number, chance: number): CaseSketch => ({
    variant,
    workload: "hello",
    rounds: Array.from({ length: 27 }, (_, round) => ({
      throughput: 10_000 * factor * wobble[round % 12]! * (random() < chance ? 4 / 3 : 1),
    })),
  });
  const { protocol } = experimentOf([arms.base]);
  return runOf({
    rounds: 27,
    cases: [arm(arms.base, 1, 0.5), arm(arms.baseAgain, 1, 0.5), arm(arms.head, head, fast)],
    experiment: { protocol: { ...protocol, order } },
  });
}

it.each([
  ["tie", 1],
  ["slower", 1 / 1.05],
  ["faster", 1.05],
])("finds the head %s at the same of two speeds", (outcome, factor) => {
  const compared = compareRevisions(runOfTwoSpeeds(factor), arms);
  expect(compared.outcome).toBe(outcome);
  const { head, control } = compared.cases[0]!;
  expect(head.change!.ratio).toBeCloseTo(factor, 2);
  expect(head.remarks).toContain("two-speeds");
  expect(control.verdict).toBe("tie");
  expect(renderShares(head.change)).toMatch(
    /^at the same of two speeds \(×1\.3\d apart\): of 27 rounds .*, which is not proven to differ$/,
  );
  // Variants that do not take turns are different servers: their means are compared.
  const means = compareRevisions(runOfTwoSpeeds(factor, 0.5, "interleaved"), arms);
  expect(means.outcome).toBe("unresolved");
  expect(renderShares(means.cases[0]!.head.change)).toBeNull();
});

it("finds the head slower that draws the slow speed more often", () => {
  const compared = compareRevisions(runOfTwoSpeeds(1, 0.05), arms);
  expect(compared.outcome).toBe("slower");
  expect(renderShares(compared.cases[0]!.head.change)).toMatch(
    /so the head is less often fast \(proven\)$/,
  );
});

it("gives no verdict on a head of which a round lost more than its p99 leaves room for, and says so", () => {
  const arm = (variant: string, lossy = false): CaseSketch => ({
    variant,
    workload: "hello",
    ratePerSecond: 1000,
    rounds: wobble.map((share, index) => ({
      // The head's other rounds are twice as fast.
      throughput: 10_000 * share * (lossy ? 2 : 1),
      ...(lossy && index === 5 && { load: { errors: { reset: 200 } } }),
    })),
  });
  const cases = [arm(arms.base), arm(arms.baseAgain), arm(arms.head, true)];
  const compared = compareRevisions(runOf({ rounds: wobble.length, cases }), arms);
  expect(compared.outcome).toBe("failed");
  expect(compared.cases[0]!.head).toMatchObject({ verdict: "unresolved", head: null });
  expect(renderUnanswered(compared.cases[0]!.head)).toMatch(/^ In a round of the head or more /);
  expect(renderUnanswered(compared.cases[0]!.control)).toBe("");
});
