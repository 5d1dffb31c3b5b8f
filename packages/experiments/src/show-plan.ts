import type { RunHead } from "@stackbench/model";
import { columnsOf, describePlan, say, showJson } from "@stackbench/terminal";

/** What a dry run shows where nothing else would tell more: the plan as JSON, beside how long it would take. */
export async function showPlan(
  _request: unknown,
  _found: unknown,
  headOf: () => Promise<RunHead>,
): Promise<void> {
  const head = await headOf();
  tellPlan(head);
  showJson(head.plan, 2);
}

/** What would run and how long it would take, in the words of a run that begins. */
export function tellPlan(head: RunHead): void {
  const behind = { doneWindowIds: new Set<string>(), spentSeconds: 0 };
  say(describePlan(head, behind, columnsOf("stderr")));
}
