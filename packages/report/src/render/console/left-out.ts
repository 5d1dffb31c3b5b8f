import type { ColumnId, RunColumn } from "../../describe/run-columns.ts";
import type { Group } from "../../table.ts";
import { hasErrors } from "./narrowing.ts";

/** How columns are called where they are missed. */
const names: Partial<Record<ColumnId, string>> = {
  megabytes: "MB/s",
  spread: "±% of requests/s",
  "relative-interval": "the intervals",
  "latency-p50": "p50",
  "latency-p90": "p90",
  "latency-p999": "p99.9",
  "service-p50": "p50 service time",
  "service-p99": "p99 service time",
  user: "CPU time per request",
  "cpu-relative": "CPU time against the anchor",
  "database-cpu": "CPU time of the database",
  "server-cpu": "server CPU %",
  memory: "memory",
  "database-memory": "memory of the database",
  errors: "errors",
};

/** What found no room, in words. */
export function leftOut(
  all: readonly RunColumn[],
  kept: readonly RunColumn[],
  group: Group,
): string[] {
  const ids = new Set(kept.map(({ id }) => id));
  return all
    .filter(({ id }) => !ids.has(id) && !(id === "user" && ids.has("cpu")))
    .filter(({ id }) => id !== "errors" || hasErrors(group))
    .flatMap(({ id }) => names[id] ?? []);
}
