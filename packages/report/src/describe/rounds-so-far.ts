import type { RunRecord } from "@stackbench/model";

type Begun = Pick<RunRecord, "plan" | "windows">;

/** `2 of at most 7 rounds so far, not a result.`: of a run that goes on. */
export function roundsSoFar(record: Begun): string {
  return `${ofAllRounds(heldRounds(record), record.plan)} so far, not a result.`;
}

/** Above the rows of a run as a look at it found them, when it goes on. */
export function describeProvisional({ plan }: Pick<RunRecord, "plan">, round: number): string {
  return `provisional, after ${ofAllRounds(round, plan)}; what is still open is measured further, and the table at the end counts`;
}

function ofAllRounds(
  held: number,
  { experiment: { rounds, protocol } }: RunRecord["plan"],
): string {
  const mayEndEarlier = (protocol.looks ?? []).length > 0 || protocol.budgetSeconds !== null;
  // Spare ones are held in place of others.
  const most = Math.max(rounds, held);
  return `${held} of ${mayEndEarlier ? "at most " : ""}${most} ${most === 1 ? "round" : "rounds"}`;
}

/** A round is behind once all of it is held, or the next has begun: pairs that are decided get no further rounds. */
function heldRounds({ plan, windows }: Begun): number {
  const done = new Set(windows.map(({ planned }) => planned.windowId));
  const isHeld = ({ windows: own }: (typeof plan.sittings)[number]): boolean =>
    own.every(({ windowId }) => done.has(windowId));
  const { protocol, variants } = plan.experiment;
  if (protocol.order === "sequential") {
    const counts = variants.map(
      (variant) => plan.sittings.filter((one) => one.variant === variant && isHeld(one)).length,
    );
    return Math.min(...counts);
  }
  const latest = Math.max(0, ...windows.map(({ round }) => round));
  const isWhole = plan.sittings.filter(({ round }) => round === latest).every(isHeld);
  return isWhole ? latest : latest - 1;
}
