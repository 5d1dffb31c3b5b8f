import type { RunHead } from "@stackbench/model";
import { showJson } from "@stackbench/terminal";

/** What a dry run shows where nothing else would tell more: the plan as JSON. */
export async function showPlan(
  _request: unknown,
  _found: unknown,
  headOf: () => Promise<RunHead>,
): Promise<void> {
  showJson((await headOf()).plan, 2);
}
