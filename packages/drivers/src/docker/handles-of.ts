import type { ServiceHandle } from "@stackbench/model";
import { isProcessOf } from "./local-process.ts";
import type { PodContainer } from "./pod-spec.ts";

/** What the sampler reads of a container: one handle; none of a container of another machine, none of what only looks. */
export function handlesOf(
  { service }: Pick<PodContainer, "service">,
  containerId: string,
  pid: number,
): ServiceHandle[] {
  // Another machine's pid would be measured as somebody else's process here.
  if (service === "profiler" || !isProcessOf(pid, containerId)) return [];
  return [{ name: service, pid, kind: "cgroup" }];
}
