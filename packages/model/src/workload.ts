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

/**
 * What a window may ask for: a workload of the contract, or `custom`, the one request of an app that does not speak
 * it (`Experiment.customRequest`). No stack lists `custom`: it is learnt from a server that already runs.
 */
export const workloadSchema = z.enum([...workloadIds, "custom"]);
export type Workload = z.infer<typeof workloadSchema>;

/** The workloads among them that the contract knows. */
export function contractWorkloads(asked: readonly Workload[]): WorkloadId[] {
  return asked.filter((workload) => workload !== "custom");
}

/** The services a workload needs beside the app itself. */
export function servicesFor(workloads: readonly Workload[]): SupportingService[] {
  const needed: SupportingService[] = [];
  if (workloads.includes("items")) needed.push("database");
  if (workloads.includes("upstream")) needed.push("upstream");
  return needed;
}

export type SupportingService = "database" | "upstream";
