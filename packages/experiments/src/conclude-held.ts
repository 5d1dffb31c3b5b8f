import type { Conclude } from "@stackbench/session";
import type { ExperimentKind, Outcome } from "./kind.ts";

/** Of a run that has come to its end, or whose kind tells of one that was interrupted; else nothing. */
export function concludeHeld({
  conclude,
  tellsPartially = false,
}: Pick<ExperimentKind, "conclude" | "tellsPartially">): Conclude<Outcome | undefined> {
  return (record, table) =>
    record.stop !== null || tellsPartially ? conclude(record, table) : undefined;
}
