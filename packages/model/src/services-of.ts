import type { Stack } from "./stack.ts";
import { servicesFor, type Mix, type SupportingService, type Workload } from "./workload.ts";

/** The services that a stack needs for these workloads; an app as it is says itself what it needs. */
export function servicesOf(
  { own }: Pick<Stack, "own">,
  workloads: readonly Workload[],
  mix?: Mix,
): readonly SupportingService[] {
  return own?.services ?? servicesFor(workloads, mix);
}
