import type { ContainerHandle, ServiceHandle } from "@stackbench/model";
import { isProcessOf } from "./local-process.ts";
import type { PodContainer } from "./pod-spec.ts";

/**
 * What a container is looked at by: one handle; none of a container of another machine that nobody looks at, none of what
 * only looks. `machine`: where it is, of the machines of a sitting on several.
 */
export function handlesOf(
  { service }: Pick<PodContainer, "service">,
  containerId: string,
  pid: number,
  machine?: string,
): (ServiceHandle | ContainerHandle)[] {
  if (service === "profiler") return [];
  if (machine !== undefined) return [{ name: service, kind: "container", containerId, machine }];
  // Another machine's pid would be measured as somebody else's process here.
  if (!isProcessOf(pid, containerId)) return [];
  return [{ name: service, pid, kind: "cgroup" }];
}
