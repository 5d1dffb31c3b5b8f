import {
  telltalesByRound,
  throughputByRound,
  type Experiment,
  type MeasuredWindow,
  type Plan,
  type PlannedSitting,
  type PlannedWindow,
  type Stop,
  type ServiceUse,
  type ThroughputByRound,
} from "@stackbench/model";
import { estimateSittings, nextRound } from "@stackbench/plan";
import { looksOf } from "@stackbench/report";
import { compareArms, type ArmComparison } from "@stackbench/statistics";
import type { Noise } from "./simulate-noise.ts";

/** A run that never was, held and judged by the code that holds and judges real ones. */
export interface SimulatedRun {
  plan: Plan;
  windows: readonly MeasuredWindow[];
  stop: Stop;
  comparisons: ArmComparison[];
  /** The same without a margin. */
  withoutMargin: ArmComparison[];
  sittings: number;
  /** What it would have taken, by the plan's own estimate. */
  seconds: number;
}

/** Carries a plan out on made-up windows, those of a sitting all alike. `speeds` by variant, requests/s. */
export function simulateRun(
  plan: Plan,
  speeds: ReadonlyMap<string, number>,
  noise: Noise,
): SimulatedRun {
  const { experiment } = plan;
  const windows: MeasuredWindow[] = [];
  const roundSeconds: number[] = [];
  let [sittings, seconds] = [0, 0];
  for (;;) {
    const next = nextRound(plan, { windows, spentSeconds: seconds, roundSeconds });
    if (next.type === "stop") {
      const values = throughputByRound(windows, experiment.generators[0]!);
      const telltales = telltalesByRound(windows, experiment.generators[0]!);
      const rule = { ...looksOf({ plan, stop: next.stop }), telltales };
      return {
        plan,
        windows,
        stop: next.stop,
        comparisons: compareArms(values, rule),
        withoutMargin: compareArms(values, { ...rule, margin: 0 }),
        sittings,
        seconds,
      };
    }
    for (const [round, held] of Map.groupBy(next.sittings, (sitting) => sitting.round)) {
      const added = noise.round(held.map(({ variant }) => variant));
      for (const sitting of held) {
        const perSecond = speeds.get(sitting.variant)! * Math.exp(added.get(sitting.variant)!);
        const telltale = noise.telltaleOf?.(sitting.variant);
        for (const planned of sitting.windows) {
          windows.push(windowOf(sitting, planned, { perSecond, telltale }, experiment));
        }
      }
      sittings += held.length;
      const took = estimateSittings(experiment, held);
      seconds += took;
      if (round > 0) roundSeconds.push(took);
    }
  }
}

/** Throughputs of a plan held in its order, whatever it is, and never looked at before its end. */
export function simulateRounds(
  plan: Plan,
  speeds: ReadonlyMap<string, number>,
  noise: Noise,
): ThroughputByRound {
  // Noise of time: a sitting after the other, as the plan has them.
  const windows = plan.sittings.map((sitting) => {
    const added = noise.round([sitting.variant]).get(sitting.variant)!;
    const perSecond = speeds.get(sitting.variant)! * Math.exp(added);
    return windowOf(sitting, sitting.windows[0]!, { perSecond }, plan.experiment);
  });
  return throughputByRound(windows, plan.experiment.generators[0]!);
}

function windowOf(
  { sittingId, variant, round }: PlannedSitting,
  planned: PlannedWindow,
  { perSecond, telltale }: { perSecond: number; telltale?: number | undefined },
  { durationSeconds }: Experiment,
): MeasuredWindow {
  return {
    planned,
    sittingId,
    variant,
    round,
    startedAt: "2026-01-01T00:00:00.000Z",
    status: "measured",
    load: {
      kind: "totals",
      generator: traits,
      threads: 1,
      seconds: durationSeconds,
      succeeded: Math.round(perSecond * durationSeconds),
      errors: {},
      causes: [],
    },
    use: {
      seconds: durationSeconds,
      services: telltale === undefined ? {} : { load: using(telltale / 2), app: using(0.5) },
      host: {},
    },
    cautions: [],
  };
}

function using(cpuSeconds: number): ServiceUse {
  return { source: "cgroup-v1", cpuUserSeconds: cpuSeconds, cpuSystemSeconds: 0 };
}

const traits: MeasuredWindow["load"]["generator"] = {
  id: "stackbench",
  version: "simulated",
  loop: "closed",
  latencyOrigin: null,
  from: "harness",
  clock: "trusted",
  quantumUs: null,
  correction: null,
  sampleCap: null,
  checks: "none",
};
