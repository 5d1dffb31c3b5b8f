import type { Experiment, LoadRequest } from "@stackbench/model";

/** What of an experiment is another where all are asked for one request that was learnt. */
export function askingFor(
  customRequest: LoadRequest,
  { variants }: Experiment,
): Pick<Experiment, "workloads" | "served" | "customRequest"> {
  const workloads: Experiment["workloads"] = ["custom"];
  const served = Object.fromEntries(variants.map((key) => [key, workloads]));
  return { workloads, served, customRequest };
}
