import type { VariantShape } from "./stack.ts";

/** What of a shape has no factor of its own: equal where its command, environment and process groups are. */
export function settingsText({
  command,
  environment,
  processGroups,
}: Pick<VariantShape, "command" | "environment" | "processGroups">): string {
  return JSON.stringify([
    command,
    Object.entries(environment).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    processGroups ?? null,
  ]);
}
