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

/** The operations of `items`, each a workload by itself too: a stack that serves `items` serves them. */
export const itemOperations = [
  "items.get",
  "items.list",
  "items.post",
  "items.put",
  "items.delete",
] as const;
type ItemOperation = (typeof itemOperations)[number];

/** What can be asked for by name, alone or as a part of a mix. */
export const namedWorkloads = [...workloadIds, ...itemOperations] as const;
const namedWorkloadSchema = z.enum(namedWorkloads);
export type NamedWorkload = z.infer<typeof namedWorkloadSchema>;

/**
 * What a window may ask for: a workload that has a name; `mix`, several of them in one window (`Experiment.mix`); or
 * `custom`, the one request of an app that does not speak the contract (`Experiment.customRequest`). No stack lists the
 * last two: which a stack serves follows from the parts of the mix, and `custom` is learnt from a server that runs.
 */
export const workloadSchema = z.enum([...namedWorkloads, "mix", "custom"]);
export type Workload = z.infer<typeof workloadSchema>;

/** Weighted workloads whose requests share the connections of one window. */
export const mixSchema = z
  .array(z.strictObject({ workload: namedWorkloadSchema, weight: z.int().min(1) }))
  .min(1);
export type Mix = z.infer<typeof mixSchema>;

/** The workload of the contract that a named one is, or belongs to. */
function contractWorkload(workload: NamedWorkload): WorkloadId {
  return isItemOperation(workload) ? "items" : workload;
}

/** The workloads of the contract that these windows ask for, each once; `mix` is what its windows are made of. */
export function contractWorkloads(asked: readonly Workload[], mix: Mix = []): WorkloadId[] {
  const named = asked.flatMap((workload): NamedWorkload[] => {
    if (workload === "custom") return [];
    return workload === "mix" ? mix.map((part) => part.workload) : [workload];
  });
  return [...new Set(named.map(contractWorkload))];
}

/** Those of the named workloads that a stack serves which lists `served`. */
export function servedAmong<Named extends NamedWorkload>(
  asked: readonly Named[],
  served: readonly WorkloadId[],
): Named[] {
  return asked.filter((workload) => served.includes(contractWorkload(workload)));
}

function isItemOperation(workload: NamedWorkload): workload is ItemOperation {
  return itemOperations.some((operation) => operation === workload);
}

/** The services a workload needs beside the app itself. */
export function servicesFor(workloads: readonly Workload[], mix?: Mix): SupportingService[] {
  const asked = contractWorkloads(workloads, mix);
  const needed: SupportingService[] = [];
  if (asked.includes("items")) needed.push("database");
  if (asked.includes("upstream")) needed.push("upstream");
  return needed;
}

export type SupportingService = "database" | "upstream";
