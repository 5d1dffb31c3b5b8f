import type { RunRecord } from "@stackbench/model";
import type { Table } from "@stackbench/report";
import type { Outcome } from "./kind.ts";
import { kindOf, kinds } from "./kinds.ts";

/**
 * What a run on file says beyond its rows; nothing where they were only to be compared, and of older runs, which do not
 * tell. Throws UsageError for a kind that this version does not know.
 */
export async function concludeAgain(record: RunRecord, table: Table): Promise<Outcome | undefined> {
  const { question } = record;
  const isAnswered = question !== undefined && question.kind !== kinds[0]!.name;
  return isAnswered ? (await kindOf(question)).conclude(record, table) : undefined;
}
