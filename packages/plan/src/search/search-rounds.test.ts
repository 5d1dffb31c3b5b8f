import type { Experiment, LoadLevel, Plan, WindowRecord } from "@stackbench/model";
import { experimentOf } from "@stackbench/model/testing";
import { expect, test } from "vitest";
import { assemblePlan } from "../assemble-plan.ts";
import { nextRound } from "../next-round.ts";
import { failedWindow, probedWindow } from "../testing/probed-window.ts";
import { standingsOf } from "./search-rounds.ts";

const levels = Array.from({ length: 60 }, (_, index): LoadLevel => ({
  loop: "open",
  connections: 64,
  ratePerSecond: 100 * 1.04 ** index,
  arrivals: "poisson",
}));
const workloads = ["hello", "lookup"] as const;
const variants = ["a:bare", "b:bare"];

function planOf(changes: Partial<Experiment> = {}): Plan {
  const ranges = variants.flatMap((variant) =>
    workloads.map((workload) => ({ variant, workload, fromPerSecond: 100, toPerSecond: 1000 })),
  );
  const slo = [{ kind: "latency" as const, percent: 99 as const, belowMs: 50 }];
  return assemblePlan(
    experimentOf(variants, {
      workloads: [...workloads],
      levels,
      search: { slo, ranges },
      rounds: 40,
      ...changes,
    }),
    7,
  );
}

/** Requests/s that each serves in time. */
const capacities: Record<string, number> = {
  "a:bare/hello": 400,
  "a:bare/lookup": 150,
  "b:bare/hello": 5000,
  "b:bare/lookup": 20,
};

const held = (windows: readonly WindowRecord[]) => ({
  windows,
  spentSeconds: 0,
  roundSeconds: [],
});

/** Carries a plan out from `windows` on; `fails`: a variant that never comes up. */
function carryOn(plan: Plan, windows: WindowRecord[], fails?: string) {
  for (;;) {
    const next = nextRound(plan, held(windows));
    if (next.type === "stop") return { windows, stop: next.stop };
    for (const sitting of next.sittings) {
      for (const planned of sitting.windows) {
        const { level, workload } = planned;
        const rate = level.loop === "open" ? level.ratePerSecond : Number.NaN;
        const isInTime = rate <= capacities[`${sitting.variant}/${workload}`]!;
        windows.push(
          sitting.variant === fails
            ? failedWindow("ready", sitting, planned)
            : probedWindow({ latencies: [[isInTime ? 10 : 90, 1000]] }, sitting, planned),
        );
      }
    }
  }
}

test("each variant and workload is searched for itself, until all have ended", () => {
  const plan = planOf();
  const { windows, stop } = carryOn(plan, []);
  expect(stop.reason).toBe("resolved");
  const found = standingsOf(plan.experiment, plan.experiment.search!, windows).map((one) => {
    if (one.step.type !== "ended") throw new Error("it has not ended");
    const { keeps, fails } = one.step.bracket;
    const rateAt = (index: number | null): number | null => {
      const level = index === null ? undefined : one.levels[index];
      return level?.loop === "open" ? level.ratePerSecond : null;
    };
    return [`${one.variant}/${one.workload}`, rateAt(keeps), rateAt(fails)] as const;
  });
  for (const [name, keeps, fails] of found) {
    const truth = capacities[name]!;
    expect(keeps ?? 0, name).toBeLessThanOrEqual(truth);
    expect(fails ?? Infinity, name).toBeGreaterThan(truth);
    if (keeps !== null && fails !== null) expect(fails / keeps).toBeLessThanOrEqual(1.05);
  }
  expect(found.map(([, keeps, fails]) => [keeps === null, fails === null])).toEqual([
    [false, false],
    [false, false],
    [false, true],
    [true, false],
  ]);
  // One window of each at a time, and no more of who has ended.
  const perRound = Map.groupBy(windows, ({ round }) => round);
  expect(perRound.get(1)).toHaveLength(4);
  expect(perRound.get(stop.round)!.length).toBeLessThan(4);
});

test("a run that was broken off after any window goes on as it would have", () => {
  const whole = carryOn(planOf(), []);
  for (let count = 0; count < whole.windows.length; count += 3) {
    expect(carryOn(planOf(), whole.windows.slice(0, count))).toEqual(whole);
  }
});

test("a variant that does not come up is given up, and the others are searched", () => {
  const plan = planOf();
  const { windows, stop } = carryOn(plan, [], "b:bare");
  expect(stop.reason).toBe("resolved");
  const standings = standingsOf(plan.experiment, plan.experiment.search!, windows);
  expect(standings.map(({ step }) => step.type)).toEqual([
    "ended",
    "ended",
    "given-up",
    "given-up",
  ]);
});

test("what was found stays found where the variant comes up no more for another workload", () => {
  const plan = planOf();
  const { windows } = carryOn(plan, []);
  const standingOf = (held: readonly WindowRecord[], workload: string) =>
    standingsOf(plan.experiment, plan.experiment.search!, held).find(
      (one) => one.variant === "a:bare" && one.workload === workload,
    )!.step;
  const last = Math.max(...windows.map(({ round }) => round)) + 1;
  const sitting = plan.sittings.find(
    ({ variant, round }) => variant === "a:bare" && round === last,
  )!;
  const gone = sitting.windows
    .filter(({ workload }) => workload === "lookup")
    .map((planned) => failedWindow("verify", sitting, planned));
  // Of the other workload only the first window: its search is still open.
  const begun = windows.find(
    ({ variant, planned }) => variant === "a:bare" && planned.workload === "lookup",
  );
  const ofHello = windows.filter(({ planned }) => planned.workload === "hello");
  const held = [...ofHello, begun!, ...gone];
  expect(standingOf(held, "hello")).toEqual(standingOf(windows, "hello"));
  expect(standingOf(held, "lookup")).toEqual({ type: "given-up" });
});

test("a search that has no rounds left says so", () => {
  const { stop } = carryOn(planOf({ rounds: 3 }), []);
  expect(stop).toMatchObject({ reason: "rounds", round: 3 });
  expect(stop.message).toMatch(/has not ended for a:bare hello, /);
});
