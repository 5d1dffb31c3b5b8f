import { z } from "zod";
import { isItemOperation, plainWorkloads, workloadIds, type WorkloadId } from "./plain-workload.ts";
import {
  parametrisedWorkloadSchema,
  workloadParts,
  type NamedWorkload,
  type ParametrisedWorkload,
} from "./workload-parameters.ts";

export const workloadIdSchema = z.enum(workloadIds);

const namedWorkloadSchema = z.union([z.enum(plainWorkloads), parametrisedWorkloadSchema]);

/**
 * What a window may ask for: a workload that has a name; `mix`, several of them in one window (`Experiment.mix`); or
 * `custom`, the requests of an app that does not speak the contract (`Experiment.customRequests`). No stack lists the
 * last two: which a stack serves follows from the parts of the mix, and `custom` is learnt from a server that runs.
 */
export const workloadSchema = z.union([
  z.enum([...plainWorkloads, "mix", "custom"]),
  parametrisedWorkloadSchema,
]);
export type Workload = z.infer<typeof workloadSchema>;

/** Weighted workloads whose requests share the connections of one window. */
export const mixSchema = z
  .array(z.strictObject({ workload: namedWorkloadSchema, weight: z.int().min(1) }))
  .min(1);
export type Mix = z.infer<typeof mixSchema>;

/** The workload of the contract that a named one is, or belongs to. */
function contractWorkload(workload: NamedWorkload): WorkloadId {
  const { plain } = workloadParts(workload);
  return isItemOperation(plain) ? "items" : plain;
}

/** The named workloads that these windows ask for; `mix` is what its windows are made of. */
export function namedWorkloads(asked: readonly Workload[], mix: Mix = []): NamedWorkload[] {
  return asked.flatMap((workload): NamedWorkload[] => {
    if (workload === "custom") return [];
    return workload === "mix" ? mix.map((part) => part.workload) : [workload];
  });
}

/** The workloads of the contract that these windows ask for, each once. */
export function contractWorkloads(asked: readonly Workload[], mix: Mix = []): WorkloadId[] {
  return [...new Set(namedWorkloads(asked, mix).map(contractWorkload))];
}

/** Those that these windows ask for with a parameter, each once. */
export function parametrisedWorkloads(
  asked: readonly Workload[],
  mix: Mix = [],
): ParametrisedWorkload[] {
  return [...new Set(namedWorkloads(asked, mix).filter(isParametrised))];
}

function isParametrised(workload: NamedWorkload): workload is ParametrisedWorkload {
  return workloadParts(workload).value !== undefined;
}

/** Those of the named workloads that a stack serves which lists `served`. */
export function servedAmong<Named extends NamedWorkload>(
  asked: readonly Named[],
  served: readonly WorkloadId[],
): Named[] {
  return asked.filter((workload) => served.includes(contractWorkload(workload)));
}

/** Each once, in the order in which tables show them; of one with several parameters in the order given. */
export function inTableOrder(asked: readonly NamedWorkload[]): NamedWorkload[] {
  const place = (workload: NamedWorkload) => plainWorkloads.indexOf(workloadParts(workload).plain);
  return [...new Set(asked)].toSorted((a, b) => place(a) - place(b));
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
