import type {
  Caution,
  MeasuredWindow,
  PlannedSitting,
  PlannedWindow,
  WindowRecord,
} from "@stackbench/model";
import { fakeUse, openLoadOf } from "@stackbench/model/testing";
import { Histogram } from "@stackbench/statistics";

/** What requests of a window met. */
export interface Met {
  /** Latencies with how many requests had them. */
  latencies: readonly (readonly [ms: number, count: number])[];
  timeouts?: number;
  unfinished?: number;
  cautions?: readonly Pick<Caution, "kind" | "severity">[];
}

const anyPlanned: PlannedWindow = {
  windowId: "r1/a:bare/hello/search/stackbench",
  caseId: "a:bare/hello/c64-r100-poisson/stackbench",
  workload: "hello",
  level: { loop: "open", connections: 64, ratePerSecond: 100, arrivals: "poisson" },
  generator: "stackbench",
  seed: 1,
};

/** A window of an open loop. */
export function probedWindow(
  { latencies, timeouts = 0, unfinished = 0, cautions = [] }: Met,
  sitting: Pick<PlannedSitting, "sittingId" | "variant" | "round"> = {
    sittingId: "r1/a:bare",
    variant: "a:bare",
    round: 1,
  },
  planned = anyPlanned,
): MeasuredWindow {
  const histogram = new Histogram();
  for (const [ms, count] of latencies) histogram.recordMany(ms * 10_000, count);
  const latency = histogram.toData();
  const errors = timeouts === 0 ? {} : { timeout: timeouts };
  return {
    ...placeOf(sitting, planned),
    status: "measured",
    load: openLoadOf({ succeeded: latency.count }, { latency, errors, unfinished }),
    use: fakeUse,
    cautions: cautions.map((caution) => ({ ...caution, message: `its ${caution.kind}` })),
  };
}

/** One that failed, under load or before it. */
export function failedWindow(
  stage: "window" | "verify" | "ready",
  sitting = { sittingId: "r1/a:bare", variant: "a:bare", round: 1 },
  planned = anyPlanned,
): WindowRecord {
  const failure = { stage, message: "it died", logLines: [] };
  return { ...placeOf(sitting, planned), status: "failed", failure };
}

function placeOf(
  { sittingId, variant, round }: Pick<PlannedSitting, "sittingId" | "variant" | "round">,
  planned: PlannedWindow,
) {
  return { planned, sittingId, variant, round, startedAt: "2026-11-21T05:48:00.000Z" };
}
