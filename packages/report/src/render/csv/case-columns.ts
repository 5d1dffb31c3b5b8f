import { keepsAlive } from "@stackbench/model";
import type { Row } from "../../row.ts";
import type { Table } from "../../table.ts";
import type { Line } from "./csv.ts";
import { levelColumns, levelOf } from "./level-columns.ts";

/** Which row a line tells of, and which kind of its requests alone. */
// prettier-ignore
export const caseColumns = [
  "run_id", "case_id", "stack", "variant", "workload", "request", ...levelColumns, "keep_alive", "padding_bytes", "generator",
] as const;

export function caseOf(
  { caseId, stack, variant, workload, level, generator }: Row,
  { run }: Pick<Table, "run">,
): Line<(typeof caseColumns)[number]> {
  return {
    run_id: run.runId,
    case_id: caseId,
    stack,
    variant,
    workload,
    ...levelOf(level),
    keep_alive: keepsAlive(run.plan.experiment, level),
    padding_bytes: level.loop === "closed" ? (level.paddingBytes ?? 0) : 0,
    generator,
  };
}
