import { counted, type RunRecord } from "@stackbench/model";

/** Above a run that goes on, `round` rounds of which are held: on the console, when it is looked at, and on the page that grows. */
export function describeProvisional({ plan }: Pick<RunRecord, "plan">, round: number): string {
  const judged = describeJudged(plan.experiment, round);
  return `provisional, after ${ofAllRounds(round, plan)}${judged}; what is still open is measured further, and the table at the end counts`;
}

/** ` (judged after 3)`: whose verdicts are shown between two looks; empty at a look, and where there is nothing to judge. */
function describeJudged(
  { protocol: { looks = [] }, variants }: RunRecord["plan"]["experiment"],
  round: number,
): string {
  const latest = looks.findLast((look) => look <= round);
  if (latest === round || variants.length === 1) return "";
  if (latest !== undefined) return ` (judged after ${latest})`;
  return looks[0] === undefined ? " (judged at the end)" : ` (first judged after ${looks[0]})`;
}

/** `2 of 3 rounds`, `2 of at most 7 rounds`. */
function ofAllRounds(
  held: number,
  { experiment: { rounds, protocol } }: RunRecord["plan"],
): string {
  const mayEndEarlier = (protocol.looks ?? []).length > 0 || protocol.budgetSeconds !== null;
  // Spare ones are held in place of others.
  const most = Math.max(rounds, held);
  return `${held} of ${mayEndEarlier ? "at most " : ""}${counted(most, "round")}`;
}

/** A round is behind once all of it is held, or the next has begun: pairs that are decided get no further rounds. */
export function heldRounds({ plan, windows }: Pick<RunRecord, "plan" | "windows">): number {
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
