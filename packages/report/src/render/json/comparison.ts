import type { ComparedCase } from "../../compare/cases.ts";
import type { FactorCase, Step } from "../../compare/factors.ts";
import type { Change } from "../../compare/pairs.ts";
import type { RevisionPart } from "../../compare/revision-parts.ts";
import type { RevisionComparison } from "../../compare/revisions.ts";
import type { RunComparison } from "../../compare/runs.ts";

/** Without an interval `low` and `high` are null. */
interface ChangeJson extends Omit<Change, "low" | "high"> {
  low: number | null;
  high: number | null;
}

interface ComparedCaseJson extends Omit<ComparedCase, "change" | "cpu"> {
  change: ChangeJson | null;
  /** Medians in µs per request. */
  cpu: (Omit<NonNullable<ComparedCase["cpu"]>, "change"> & { change: ChangeJson }) | null;
}

/** What `bench compare --json` prints. Ratios are head ÷ base. */
export interface RunComparisonJson extends Omit<RunComparison, "cases"> {
  schemaVersion: 1;
  cases: ComparedCaseJson[];
}

export function comparisonJson(comparison: RunComparison): RunComparisonJson {
  return { schemaVersion: 1, ...comparison, cases: comparison.cases.map(caseJson) };
}

/** What `bench ab --json` prints, its revisions aside. */
export interface RevisionComparisonJson {
  outcome: RevisionComparison["outcome"];
  /** `control` is the base against itself. `parts`: each of several kinds of request; absent where there is one. */
  cases: { head: ComparedCaseJson; control: ComparedCaseJson; parts?: RevisionPartJson[] }[];
}

/** Medians in ms. */
interface RevisionPartJson extends Omit<RevisionPart, "change" | "control"> {
  change: ChangeJson | null;
  control: ChangeJson | null;
}

export function revisionsJson({ outcome, cases }: RevisionComparison): RevisionComparisonJson {
  return {
    outcome,
    cases: cases.map(({ head, control, parts }) => ({
      head: caseJson(head),
      control: caseJson(control),
      ...(parts.length > 0 && { parts: parts.map(partJson) }),
    })),
  };
}

/** What `bench factors --json` prints of its steps, `base` being where a step starts. */
export function factorsJson(cases: readonly FactorCase[]): (ComparedCaseJson & { step: Step })[] {
  return cases.map((compared) => ({ ...caseJson(compared), step: compared.step }));
}

function caseJson(compared: ComparedCase): ComparedCaseJson {
  const { change, cpu } = compared;
  return {
    ...compared,
    change: change && changeJson(change),
    cpu: cpu && { ...cpu, change: changeJson(cpu.change) },
  };
}

function partJson(part: RevisionPart): RevisionPartJson {
  const { change, control } = part;
  return {
    ...part,
    change: change && changeJson(change),
    control: control && changeJson(control),
  };
}

function changeJson(change: Change): ChangeJson {
  const known = change.low > 0 && change.high < Infinity;
  return { ...change, low: known ? change.low : null, high: known ? change.high : null };
}
