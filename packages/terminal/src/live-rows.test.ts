import type { PlannedWindow, WindowRecord } from "@stackbench/model";
import { experimentOf, fakeUse, loadResultOf } from "@stackbench/model/testing";
import { assemblePlan } from "@stackbench/plan";
import { expect, test } from "vitest";
import { figureOf, LiveRows } from "./live-rows.ts";

function held(planned: PlannedWindow, succeeded: number, invalid = false): WindowRecord {
  return {
    planned,
    sittingId: "",
    variant: planned.caseId.split("/")[0]!,
    round: 1,
    startedAt: new Date(0).toISOString(),
    status: "measured",
    load: loadResultOf({ succeeded, seconds: 1 }),
    use: fakeUse,
    cautions: invalid ? [{ kind: "steal", severity: "invalid", message: "" }] : [],
  };
}

test("a row a case, in the order of the experiment whatever that of the plan, with what its windows gave", () => {
  const plan = assemblePlan(experimentOf(["b:bare", "a:bare"], { rounds: 3 }), 1);
  const rows = new LiveRows(plan);
  const windows = plan.sittings.flatMap((sitting) => sitting.windows);
  const [first, second, third] = windows.filter(({ caseId }) => caseId.startsWith("a:bare"));
  rows.add(held(first!, 100));
  rows.add(held(second!, 300));
  rows.add(held(third!, 900, true));
  const [b, a] = rows.rows;
  expect([b!.name, a!.name]).toEqual(["b:bare", "a:bare"]);
  expect(a).toMatchObject({ planned: 3, unit: "req/s" });
  expect(a!.held.map(({ kind }) => kind)).toEqual(["valid", "valid", "invalid"]);
  expect(figureOf(a!)).toBe(200);
  expect(figureOf(b!)).toBeUndefined();
  expect(a!.touched).toBeGreaterThan(b!.touched);
});

test("names say what tells cases apart, and cross-checks and profiles count for none", () => {
  const experiment = experimentOf(["a:bare"], {
    workloads: ["hello", "items"],
    levels: [
      { loop: "closed", connections: 16 },
      { loop: "closed", connections: 64 },
    ],
    generators: ["stackbench", "wrk"],
    profiles: true,
  });
  const plan = assemblePlan(experiment, 1);
  const rows = new LiveRows(plan);
  for (const { windows } of plan.sittings) for (const window of windows) rows.add(held(window, 1));
  expect(rows.rows.map(({ name }) => name)).toEqual([
    "a:bare hello c16",
    "a:bare hello c64",
    "a:bare items c16",
    "a:bare items c64",
  ]);
  // The fakes say that a profile is a window like others: it is told apart by its plan.
  expect(rows.rows.map((row) => row.held.length)).toEqual([1, 1, 1, 1]);
});
