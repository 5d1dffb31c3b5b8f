import {
  throughputOf,
  workloadName,
  type Experiment,
  type LoadLevel,
  type PlannedWindow,
  type WindowRecord,
} from "@stackbench/model";
import { levelId } from "@stackbench/plan";
import { oneLine } from "@stackbench/report";

/** `round 2  fastify:bare hello c64  48,210 req/s`. The experiment's first generator need not be told. */
export function describeWindow(
  window: WindowRecord,
  experiment: Pick<Experiment, "customRequests" | "generators">,
): string {
  const { planned } = window;
  const generator =
    planned.generator === experiment.generators[0] ? "" : ` by ${planned.generator}`;
  const asked = workloadName(experiment, planned.workload);
  const name = `round ${window.round}  ${window.variant} ${asked} ${describeLevel(planned.level)}${generator}`;
  if (window.status === "failed") {
    return `${name}  FAILED at ${window.failure.stage}: ${oneLine(window.failure.message)}`;
  }
  if (window.status === "profiled") {
    const { outcome } = window;
    return outcome.kind === "held"
      ? `${name}  profiled, ${count(throughputOf(outcome.load))} req/s`
      : `${name}  not profiled: ${oneLine(outcome.failure.message)}`;
  }
  const cautions = window.cautions.map((caution) =>
    caution.severity === "invalid" ? `${caution.kind} (invalid)` : caution.kind,
  );
  const tail = cautions.length > 0 ? `  ! ${cautions.join(", ")}` : "";
  if (window.status === "started") {
    return `${name}  answers ${Math.round(window.start.answeredMs)} ms after its start${tail}`;
  }
  return `${name}  ${count(throughputOf(window.load))} req/s${tail}`;
}

/** `c64`, `1000/s`. */
export function describeLevel(level: LoadLevel): string {
  return level.loop === "closed" ? levelId(level) : `${level.ratePerSecond}/s`;
}

/** `fastify:bare`. */
export function variantOf(window: Pick<PlannedWindow, "caseId">): string {
  return window.caseId.split("/")[0] ?? window.caseId;
}

/** `48,210`, `3.21`. */
export function count(perSecond: number): string {
  return perSecond >= 100
    ? Math.round(perSecond).toLocaleString("en-GB")
    : perSecond.toPrecision(3);
}
