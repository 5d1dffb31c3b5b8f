import { UsageError } from "@stackbench/model";

/** Throws UsageError where a part of a run would be measured under other conditions than its beginning. */
export function refuseChanges(changes: readonly string[]): void {
  if (changes.length === 0) return;
  throw new UsageError(
    `--resume: expected what the run began with, got\n  ${changes.join("\n  ")}\nStart it anew; with --force it goes on all the same, and its table says so.`,
  );
}
