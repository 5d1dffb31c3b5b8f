import type { Experiment } from "./plan.ts";
import type { Workload } from "./workload.ts";

/** One of several kinds of request that share the connections of a window. */
export interface Part {
  name: string;
  weight: number;
}

/** `list=7`: as mixes are typed and shown. */
export function partText({ name, weight }: Part): string {
  return `${name}=${weight}`;
}

/**
 * What a window of a workload is made of, in the order of `LoadSpec.parts`: the parts of the mix, or the requests of an
 * app that does not speak the contract. Undefined where it is one, whose figures are the window's.
 */
export function partsOf(
  { mix, customRequests }: Pick<Experiment, "mix" | "customRequests">,
  workload: Workload,
): Part[] | undefined {
  if (workload === "mix") return mix?.map((part) => ({ name: part.workload, weight: part.weight }));
  if (workload !== "custom" || !customRequests || customRequests.length < 2) return undefined;
  return customRequests.map(({ name, weight }) => ({ name, weight }));
}
