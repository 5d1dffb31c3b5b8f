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

/** More names than these stand in the table of the requests alone. */
const mostNamed = 4;

/**
 * What is asked for, in words: `hello`; of requests that are none of the contract's the request itself, `GET /x`, of several their
 * weights, `list=7, create=3`, or how many they are.
 */
export function workloadName(
  { customRequests = [] }: Pick<Experiment, "customRequests">,
  workload: Workload,
): string {
  const [first, ...others] = customRequests;
  if (workload !== "custom" || !first) return workload;
  if (others.length === 0) return `${first.request.method} ${first.request.path}`;
  return customRequests.length > mostNamed
    ? `${customRequests.length} requests`
    : customRequests.map(partText).join(", ");
}
