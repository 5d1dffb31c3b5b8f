import type { WindowRecord } from "@stackbench/model";
import { expect, test } from "vitest";
import { summarise } from "../summarise.ts";
import { runOf } from "../testing/run-of.ts";

/** Every window followed in its sitting by another, of `factors` times its throughput by generator. */
function withSecondWindows(
  windows: readonly WindowRecord[],
  factors: Partial<Record<string, number>>,
): WindowRecord[] {
  return windows.flatMap((window): WindowRecord[] => {
    if (window.status !== "measured") return [window];
    const { planned, load } = window;
    const factor = factors[planned.generator] ?? 1;
    const second = {
      ...window,
      planned: { ...planned, windowId: `${planned.windowId}#2` },
      load: { ...load, succeeded: Math.round(load.succeeded * factor) },
    };
    return [window, second];
  });
}

test("with several windows in a sitting the generators are compared by the mean of each round, not by its last window", () => {
  const rounds = [{ throughput: 1000 }, { throughput: 1100 }, { throughput: 900 }];
  const common = { variant: "a:bare", workload: "hello", rounds } as const;
  const run = runOf({ cases: [common, { ...common, generator: "autocannon" }] });
  // The first windows agree; the second generator's later ones are slower by the square of 0.9.
  const windows = withSecondWindows(run.windows, { autocannon: 0.81 });
  const [first, second] = summarise({ ...run, windows }).rows;
  expect(first?.disagreement).toBeUndefined();
  expect(second?.disagreement).toBeCloseTo(-0.1, 3);
});

test("a round counts by its valid windows", () => {
  const rounds = [{ throughput: 1000 }, { throughput: 1000 }];
  const common = { variant: "a:bare", workload: "hello", rounds } as const;
  const run = runOf({ cases: [common, { ...common, generator: "autocannon" }] });
  const windows = withSecondWindows(run.windows, { autocannon: 0.5 }).map((window) =>
    window.status === "measured" && window.planned.windowId.endsWith("#2")
      ? {
          ...window,
          cautions: [{ kind: "steal", severity: "invalid", message: "30 %" } as const],
        }
      : window,
  );
  const [, second] = summarise({ ...run, windows }).rows;
  expect(second?.disagreement).toBeCloseTo(0, 6);
});
