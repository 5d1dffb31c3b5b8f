import type { RunHead } from "@stackbench/model";
import { columnsOf, describePlan, isShownToPerson, say, showJson } from "@stackbench/terminal";
import type { ExperimentRequest } from "./kind.ts";

/**
 * What a dry run shows where nothing else would tell more: how long it would take, and the plan as JSON, which is thousands
 * of lines: to a person at a terminal only where it is asked for.
 */
export async function showPlan(
  { shown }: Pick<ExperimentRequest, "shown">,
  _found: unknown,
  headOf: () => Promise<RunHead>,
): Promise<void> {
  const head = await headOf();
  tellPlan(head);
  if (shown.format === "json" || !isShownToPerson()) showJson(head.plan, 2);
  else say("\nthe plan as JSON, with every sitting and window: --json, or stdout into a file");
}

/** What would run and how long it would take, in the words of a run that begins. */
export function tellPlan(head: RunHead): void {
  const behind = { doneWindowIds: new Set<string>(), spentSeconds: 0 };
  say(describePlan(head, behind, columnsOf("stderr")));
}
