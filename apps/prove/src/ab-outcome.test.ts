import { describeOutcome } from "@stackbench/experiments";
import { compareRevisions } from "@stackbench/report";
import { seededRandom } from "@stackbench/statistics";
import { expect, test } from "vitest";
import { abArms as arms, shippedAbPlan } from "./shipped-plan.ts";
import { twoSpeeds } from "./simulate-noise.ts";
import { simulateRun } from "./simulate-run.ts";

const labels = { variant: "s:bare", base: "main", head: "the working tree" };

/** Of unchanged code, whose starts are fast as often as told. */
function describe(fast: { base: number; head: number }, speeds: number, deviation = 0.01) {
  const random = seededRandom(3);
  const startsOf = (arm: string) => ({
    fast: arm === arms.head ? fast.head : fast.base,
    deviation,
  });
  const run = simulateRun(
    shippedAbPlan(4),
    new Map(Object.values(arms).map((arm) => [arm, 10_000])),
    twoSpeeds(startsOf, speeds, random),
  );
  return describeOutcome(compareRevisions({ ...run, sittings: [] }, arms), run as never, labels);
}

test("one speed needs no word", () => {
  const { headline, cases } = describe({ base: 0.5, head: 0.5 }, 1);
  expect(headline).toBe("TIE: s:bare at the working tree against main");
  expect(cases[0]).toMatch(
    /^hello: tie, requests\/s .* in 8 common rounds; the base against itself: tie, [^.]*\..*\)\.$/,
  );
});

test("two speeds are told with how often either drew the fast one", () => {
  const same = describe({ base: 0.5, head: 0.5 }, 1.32);
  expect(same.headline).toMatch(/^TIE/);
  expect(same.cases[0]).toMatch(
    /At the same of two speeds \(×1\.3\d apart\): of \d+ rounds both drew the same in \d+, the head alone the fast one in \d+, the base alone in \d+, which is not proven to differ\.$/,
  );
  const seldom = describe({ base: 0.9, head: 0.15 }, 1.32);
  expect(seldom.headline).toMatch(/^SLOWER/);
});

test("what stays open where the base is hardly known against itself is to be asked in more turns", () => {
  const half = { base: 0.5, head: 0.5 };
  const turns = "more and shorter turns in each round tell more in the same time (--windows=10";
  const noisy = describe(half, 1, 0.3);
  expect(noisy.headline).toMatch(/^UNRESOLVED/);
  expect(noisy.advice).toContain(turns);
  const calmer = describe(half, 1, 0.06);
  expect(calmer.headline).toMatch(/^UNRESOLVED/);
  expect(calmer.advice).not.toContain(turns);
});

test("a run of two workloads that stopped because all is known has an outcome", () => {
  const outcomes = Array.from({ length: 60 }, (_, seed) => {
    const random = seededRandom(seed);
    const run = simulateRun(
      shippedAbPlan(seed, ["hello", "lookup"]),
      new Map(Object.values(arms).map((arm) => [arm, arm === arms.head ? 9_900 : 10_000])),
      twoSpeeds(() => ({ fast: 0, deviation: 0.015 }), 1.32, random),
    );
    return { stop: run.stop.reason, ...compareRevisions({ ...run, sittings: [] }, arms) };
  });
  const known = outcomes.filter(({ stop }) => stop === "resolved");
  expect(known.length).toBeGreaterThan(20);
  expect(known.filter(({ outcome }) => outcome === "unresolved")).toEqual([]);
});
