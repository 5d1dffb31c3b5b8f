import { spoiltRounds, type Caution, type RunRecord } from "@stackbench/model";
import type { RoundCounts } from "../table.ts";

export function countRounds({ plan, windows }: Pick<RunRecord, "plan" | "windows">): RoundCounts {
  const held = new Set(windows.map(({ round }) => round));
  const spare = new Set(plan.sittings.filter((sitting) => sitting.spare).map(({ round }) => round));
  return {
    held: held.size,
    replacing: [...held].filter((round) => spare.has(round)).length,
    spoilt: spoiltRounds(windows).size,
  };
}

/** Cautions of the run as a whole. */
export function judgeRun(run: Pick<RunRecord, "plan" | "windows" | "changes">): Caution[] {
  return [...changed(run), ...noisy(run)];
}

function changed({ changes }: Pick<RunRecord, "changes">): Caution[] {
  if (changes.length === 0) return [];
  const message = `resumed with --force under other conditions: ${changes.join("; ")}`;
  return [{ kind: "changed-conditions", severity: "note", message }];
}

function noisy(run: Pick<RunRecord, "plan" | "windows">): Caution[] {
  const { spoilt, held } = countRounds(run);
  const { spareRounds } = run.plan.experiment.protocol;
  if (spoilt <= spareRounds) return [];
  const replaced = spareRounds === 0 ? "none is replaced" : `at most ${spareRounds} are replaced`;
  return [
    {
      kind: "noisy-host",
      severity: "note",
      message: `the host spoilt ${spoilt} of ${held} rounds (${replaced})`,
    },
  ];
}
