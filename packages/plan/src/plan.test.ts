import { planSchema } from "@stackbench/model";
import { experimentOf } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { assemblePlan } from "./assemble-plan.ts";
import { divideCpus } from "./divide-cpus.ts";
import { remainingSittings } from "./remaining.ts";

const experiment = experimentOf(["a:bare", "b:bare", "c:one"], {
  workloads: ["hello", "items"],
  served: { "a:bare": ["hello", "items"], "b:bare": ["hello", "items"], "c:one": ["hello"] },
  rounds: 4,
});

test("every round holds every variant once, and every case once", () => {
  const plan = planSchema.parse(assemblePlan(experiment, 5));
  for (let round = 1; round <= 4; round++) {
    const sittings = plan.sittings.filter((sitting) => sitting.round === round);
    expect(sittings.map((sitting) => sitting.variant).toSorted()).toEqual(experiment.variants);
  }
  const windows = plan.sittings.flatMap((sitting) => sitting.windows);
  expect(windows).toHaveLength(4 * 5);
  expect(new Set(windows.map((window) => window.windowId)).size).toBe(windows.length);
  expect(new Set(windows.map((window) => window.caseId)).size).toBe(5);
});

test("a case the stack does not serve is left out", () => {
  const plan = assemblePlan(experiment, 5);
  const windows = plan.sittings.filter(({ variant }) => variant === "c:one");
  expect(windows.flatMap((sitting) => sitting.windows.map(({ workload }) => workload))).toEqual(
    Array(4).fill("hello"),
  );
});

test("two values of one parameter are two workloads, told apart by what was asked", () => {
  const workloads = ["upstream:ms=10", "upstream:ms=200"] as const;
  const asked = experimentOf(["a:bare"], { workloads: [...workloads] });
  const { sittings } = planSchema.parse(JSON.parse(JSON.stringify(assemblePlan(asked, 5))));
  expect(sittings[0]!.windows.map(({ windowId }) => windowId).toSorted()).toEqual([
    "r1/a:bare/upstream:ms=10/c64/stackbench",
    "r1/a:bare/upstream:ms=200/c64/stackbench",
  ]);
});

test("the seed decides the order, and nothing else does", () => {
  expect(assemblePlan(experiment, 5)).toEqual(assemblePlan(experiment, 5));
  const orders = new Set(
    Array.from({ length: 20 }, (_, seed) =>
      assemblePlan(experiment, seed)
        .sittings.map((sitting) => sitting.sittingId)
        .join(),
    ),
  );
  expect(orders.size).toBeGreaterThan(10);
});

test("a cross-check's generators get the same requests", () => {
  const plan = assemblePlan({ ...experiment, generators: ["stackbench", "autocannon"] }, 5);
  const byCase = Map.groupBy(plan.sittings[0]!.windows, (window) => window.workload);
  for (const windows of byCase.values()) {
    expect(new Set(windows.map((window) => window.seed)).size).toBe(1);
    expect(windows.map((window) => window.generator).toSorted()).toEqual([
      "autocannon",
      "stackbench",
    ]);
  }
});

test("windows of a case follow one another, whatever the generators", () => {
  const plan = assemblePlan(
    { ...experiment, generators: ["stackbench", "wrk"], windowsPerSitting: 3 },
    5,
  );
  for (const { windows } of plan.sittings) {
    const cases = windows.map((window) => window.caseId);
    const changes = cases.filter((caseId, index) => caseId !== cases[index - 1]);
    expect(changes).toHaveLength(new Set(cases).size);
    expect(windows).toHaveLength(3 * changes.length);
  }
});

test("what is on disk is not measured again, and spare rounds only once begun", () => {
  const spare = { ...experiment, protocol: { ...experiment.protocol, spareRounds: 2 } };
  const plan = assemblePlan(spare, 5);
  const [first, second] = plan.sittings;
  const done = new Set([
    ...first!.windows.map((window) => window.windowId),
    second!.windows[0]!.windowId,
  ]);
  const remaining = remainingSittings(plan, done);
  expect(remaining.flatMap((sitting) => sitting.windows)).toHaveLength(20 - done.size);
  expect(remaining.map((sitting) => sitting.sittingId)).not.toContain(first!.sittingId);
  expect(remaining.some((sitting) => sitting.spare)).toBe(false);
  const begun = plan.sittings.find((sitting) => sitting.round === 5)!;
  done.add(begun.windows[0]!.windowId);
  const withSpare = remainingSittings(plan, done).filter((sitting) => sitting.spare);
  expect(withSpare.flatMap((sitting) => sitting.windows)).toHaveLength(4);
  expect(remainingSittings(plan, done, { reason: "budget", round: 2, message: "" })).toEqual([]);
});

test.each([
  [[0], { server: [0], load: [0], database: [0] }],
  [[0, 1], { server: [0], load: [1], database: [0] }],
  [[0, 1, 2], { server: [0], load: [1], database: [2] }],
  [[2, 3, 4, 5], { server: [2, 3], load: [4], database: [5] }],
  [[0, 1, 2, 3, 4, 5, 6, 7], { server: [0, 1, 2, 3], load: [4, 5], database: [6, 7] }],
])("CPUs %j are divided", (available, sets) => {
  expect(divideCpus(available)).toEqual(sets);
});
