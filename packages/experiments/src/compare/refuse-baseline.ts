import { isValid, UsageError, type RunHead, type RunRecord } from "@stackbench/model";
import { differingConditions } from "@stackbench/report";

/** What of a run that has not begun is known to be what it will be. */
export interface Beginning {
  head: RunHead;
  /** Rates that are shares of closed-loop throughput are not known yet, and so neither are the names of the cases. */
  areCasesKnown: boolean;
  /** Other conditions are allowed. */
  force: boolean;
}

/**
 * Throws UsageError for a baseline that the run which is about to begin cannot be compared with: it would say so
 * only when all is measured. What is known only then (kernel limits as read back) is looked at then, once more.
 */
export function refuseBaseline(baseline: RunRecord, beginning: Beginning): void {
  const { head, areCasesKnown, force } = beginning;
  const asked = `--baseline=${baseline.runId}`;
  const usable = baseline.windows.filter((window) => window.status === "measured");
  if (!usable.some(isValid)) {
    throw new UsageError(
      `${asked}: expected a run with a valid window, got none of ${usable.length}`,
    );
  }
  const cases = new Set(baseline.windows.map(({ planned }) => planned.caseId));
  const planned = head.plan.sittings.flatMap(({ windows }) => windows.map(({ caseId }) => caseId));
  if (areCasesKnown && !planned.some((caseId) => cases.has(caseId))) {
    throw new UsageError(
      `${asked}: expected a run with a case in common, got ${some(cases)} where ${some(new Set(planned))} would be measured`,
    );
  }
  const refusals = differingConditions(baseline, notBegun(head));
  if (refusals.length > 0 && !force) {
    throw new UsageError(
      [
        `${asked}: what would be measured now is not compared with it, because what differs here would show as a difference of the stacks:`,
        ...refusals.map((refusal) => `  ${refusal}`),
        "nothing was measured; --force compares them all the same, and says so in the output",
      ].join("\n"),
    );
  }
}

function notBegun(head: RunHead): RunRecord {
  return {
    ...head,
    outcome: "unfinished",
    wallSeconds: null,
    resumedAt: [],
    changes: [],
    stop: null,
    windows: [],
    sittings: [],
  };
}

function some(ids: ReadonlySet<string>): string {
  return [...ids].slice(0, 3).join(", ") || "none";
}
