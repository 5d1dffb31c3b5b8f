import { workloadName, type RunRecord, type WindowRecord } from "@stackbench/model";
import { looksOf } from "./looks.ts";
import { compareCases, type CasePair, type ComparedCase } from "./cases.ts";
import { compareTuning, haveOtherLimits } from "./tuning.ts";

/** Two variants of a run that differ in one factor, as keys, and the factor's values for people. */
export interface Step {
  factor: string;
  from: string;
  to: string;
  fromValue: string;
  toValue: string;
}

/** What a step costs or saves in one workload at one load level. `base` is its start, `head` its end. */
export interface FactorCase extends ComparedCase {
  step: Step;
}

/**
 * Compares both ends of every step that were measured in common rounds; all steps of all cases are one family, so that
 * the chance of even one false "faster" or "slower" is at most 5 %.
 */
export function compareFactors(
  run: Pick<RunRecord, "plan" | "windows" | "stop" | "sittings">,
  steps: readonly Step[],
): FactorCase[] {
  const { plan, windows } = run;
  const [generator] = plan.experiment.generators;
  const measured = windows.filter(({ planned }) => planned.generator === generator);
  const groups = Map.groupBy(measured, ({ planned: { workload, level } }) =>
    JSON.stringify([workload, level]),
  );
  const limits = compareTuning(run);
  const pairs = [...groups.values()].flatMap((group) => {
    const { workload, level, generator: by } = group[0]!.planned;
    const byVariant = Map.groupBy(group, ({ variant }) => variant);
    const of = (key: string): WindowRecord[] => byVariant.get(key) ?? [];
    return steps.flatMap((step): { step: Step; pair: CasePair }[] => {
      const [base, head] = [of(step.from), of(step.to)];
      // A workload that one of the two does not serve is no case of this step.
      if (base.length === 0 || head.length === 0) return [];
      const name = `${step.from}, ${describeStep(step)}`;
      const asked = workloadName(plan.experiment, workload);
      const underOtherLimits = haveOtherLimits(limits, [step.from, step.to]);
      const common = { name, workload, asked, level, generator: by, underOtherLimits };
      return [{ step, pair: { ...common, base, head } }];
    });
  });
  const compared = compareCases(
    pairs.map(({ pair }) => pair),
    looksOf(run),
  );
  return compared.map((one, index) => ({ ...one, step: pairs[index]!.step }));
}

/** Factors whose values are numbers; all other values say what they are. */
const counted: ReadonlySet<string> = new Set(["workers", "threads", "replicas"]);

/** `workers 1 → 4`, `tcp → unix`: short, for names stand in narrow tables. */
function describeStep({ factor, fromValue, toValue }: Step): string {
  return `${counted.has(factor) ? `${factor} ` : ""}${fromValue} → ${toValue}`;
}
