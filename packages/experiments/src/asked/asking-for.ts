import type { CustomRequest, Experiment } from "@stackbench/model";

/** What of an experiment is another where all are asked for requests that were learnt. */
export function askingFor(
  customRequests: CustomRequest[],
  { variants }: Experiment,
): Pick<Experiment, "workloads" | "served" | "customRequests"> {
  const workloads: Experiment["workloads"] = ["custom"];
  const served = Object.fromEntries(variants.map((key) => [key, workloads]));
  return { workloads, served, customRequests };
}
