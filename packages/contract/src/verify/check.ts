import type { Difference } from "@stackbench/model";
import type { Random } from "@stackbench/statistics";
import type { Examiner } from "./examiner.ts";
import type { ItemTable } from "./item-table.ts";

/** A group of questions about one workload, independent of all other checks and run beside them. */
export interface Check {
  workload: Difference["workload"];
  run(examiner: Examiner, context: CheckContext): Promise<void>;
}

export interface CheckContext {
  /** The check's own, so that what it draws does not depend on other checks. */
  random: Random;
  /** Present where `items` is verified. */
  table: ItemTable | undefined;
}

/** Runs the questions of a check at the same time. */
export async function together(questions: Iterable<Promise<unknown>>): Promise<void> {
  await Promise.all(questions);
}
