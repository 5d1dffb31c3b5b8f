import {
  failedRounds,
  partsOf,
  workloadName,
  type RunRecord,
  type WindowRecord,
} from "@stackbench/model";
import type { Verdict } from "@stackbench/statistics";
import { looksOf } from "./looks.ts";
import { compareRevisionParts, type RevisionPart } from "./revision-parts.ts";
import { compareCases, type CasePair, type ComparedCase } from "./cases.ts";
import { compareTuning, haveOtherLimits } from "./tuning.ts";

/** Variant keys of the three arms of `bench ab`: two revisions of one variant, and the first once more. */
export interface RevisionArms {
  base: string;
  baseAgain: string;
  head: string;
}

/**
 * `untrustworthy`: the base differs from itself, so that nothing can be said of the head. `failed`: more than a tenth of a case's rounds.
 * Of several cases the worst counts: slower, then unresolved, then faster, then tie.
 */
type RevisionOutcome = "failed" | "untrustworthy" | Verdict;

/** The head against the base, and the base against itself, in one workload at one load level. */
export interface RevisionCase {
  head: ComparedCase;
  control: ComparedCase;
  /** Each of several kinds of request; empty where there is one. They do not bear on the outcome. */
  parts: RevisionPart[];
}

export interface RevisionComparison {
  outcome: RevisionOutcome;
  cases: RevisionCase[];
}

/**
 * Compares three arms that were measured in common rounds: the head with the mean of both bases, and these with each other.
 * Both belong to the family over which p-values are adjusted.
 */
export function compareRevisions(
  run: Pick<RunRecord, "plan" | "stop" | "sittings"> & { windows: readonly WindowRecord[] },
  arms: RevisionArms,
): RevisionComparison {
  const [generator] = run.plan.experiment.generators;
  const windows = run.windows.filter(({ planned }) => planned.generator === generator);
  const groups = Map.groupBy(windows, ({ planned: { workload, level } }) =>
    JSON.stringify([workload, level]),
  );
  const limits = compareTuning(run);
  const underOtherLimits = haveOtherLimits(limits, Object.values(arms));
  const pairs = [...groups.values()].flatMap((group): CasePair[] => {
    const { workload, level, generator: by } = group[0]!.planned;
    const of = (key: string): WindowRecord[] => group.filter(({ variant }) => variant === key);
    const asked = workloadName(run.plan.experiment, workload);
    const common = { workload, asked, level, generator: by, underOtherLimits };
    const [base, again, head] = [of(arms.base), of(arms.baseAgain), of(arms.head)];
    return [
      { ...common, name: "head", base, baseAgain: again, head },
      { ...common, name: "base again (A/A)", base, head: again },
    ];
  });
  const compared = compareCases(pairs, looksOf(run));
  const parted = [...groups.values()].map((group) => {
    const { workload, level, generator: by } = group[0]!.planned;
    const parts = partsOf(run.plan.experiment, workload) ?? [];
    return { parts, level, generator: by, windows: group, ...arms };
  });
  const parts = compareRevisionParts(parted, looksOf(run));
  const cases = parted.map((_, index) => ({
    head: compared[index * 2]!,
    control: compared[index * 2 + 1]!,
    parts: parts[index]!,
  }));
  return { outcome: outcomeOf(run.windows, cases), cases };
}

function outcomeOf(
  windows: readonly WindowRecord[],
  cases: readonly RevisionCase[],
): RevisionOutcome {
  const isMissing = cases.some(
    ({ head, control }) => head.base === null || head.head === null || control.head === null,
  );
  if (cases.length === 0 || isMissing || hasLostRounds(windows)) return "failed";
  const differs = cases.some(
    ({ control }) => control.verdict === "faster" || control.verdict === "slower",
  );
  if (differs) return "untrustworthy";
  const found = new Set(cases.map(({ head }) => head.verdict));
  return worstFirst.find((verdict) => found.has(verdict))!;
}

/** Whether any case lost more rounds than it may. */
function hasLostRounds(windows: readonly WindowRecord[]): boolean {
  const cases = Map.groupBy(windows, ({ planned }) => planned.caseId);
  return [...cases.values()].some((each) => failedRounds(each).isTooMany);
}

const worstFirst: readonly Verdict[] = ["slower", "unresolved", "faster", "tie"];
