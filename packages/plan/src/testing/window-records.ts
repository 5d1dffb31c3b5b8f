import type { Caution, FailureStage, Plan, PlannedSitting, WindowRecord } from "@stackbench/model";
import { fakeUse, loadResultOf } from "@stackbench/model/testing";

/** What became of a window: requests/s, a spoilt or otherwise invalid window, or a failure. */
export type WindowOutcome = number | { invalid: Caution["kind"] } | { failed: FailureStage };

/** Records of all windows of the first `rounds` rounds of a plan, in its order. */
export function windowRecords(
  plan: Plan,
  rounds: number,
  outcome: (variant: string, round: number) => WindowOutcome,
): WindowRecord[] {
  return plan.sittings
    .filter((sitting) => sitting.round <= rounds)
    .flatMap((sitting) =>
      sitting.windows.map((planned) =>
        recordOf(sitting, planned, outcome(sitting.variant, sitting.round)),
      ),
    );
}

function recordOf(
  { sittingId, variant, round }: PlannedSitting,
  planned: PlannedSitting["windows"][number],
  outcome: WindowOutcome,
): WindowRecord {
  const base = { planned, sittingId, variant, round, startedAt: "2026-11-21T05:48:00.000Z" };
  if (typeof outcome === "object" && "failed" in outcome) {
    const failure = { stage: outcome.failed, message: "no", logLines: [] };
    return { ...base, status: "failed", failure };
  }
  const invalid = typeof outcome === "object";
  const perSecond = invalid ? 1_000 : outcome;
  const caution = {
    kind: "steal",
    message: "",
    ...(invalid && { kind: outcome.invalid }),
  } as const;
  return {
    ...base,
    status: "measured",
    load: loadResultOf({ succeeded: Math.round(perSecond * 5), seconds: 5 }),
    use: fakeUse,
    cautions: invalid ? [{ ...caution, severity: "invalid" }] : [],
  };
}
