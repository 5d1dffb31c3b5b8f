import { z } from "zod";

/** Every workload of contract version 1, in the order in which tables show them. */
export const workloadIds = [
  "hello",
  "hash-sort",
  "items",
  "render-name",
  "render-table",
  "lookup",
  "upstream",
  "report",
] as const;

export const workloadIdSchema = z.enum(workloadIds);
export type WorkloadId = z.infer<typeof workloadIdSchema>;

/** The services a workload needs beside the app itself. */
export function servicesFor(workloads: readonly WorkloadId[]): SupportingService[] {
  const needed: SupportingService[] = [];
  if (workloads.includes("items")) needed.push("database");
  if (workloads.includes("upstream")) needed.push("upstream");
  return needed;
}

export type SupportingService = "database" | "upstream";
