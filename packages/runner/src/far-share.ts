import type { AnyHandle, Sitting } from "@stackbench/model";

/** Of the replicas that the proxy of a sitting sends requests to now, the share that is on other machines than it. */
export function farShare({
  containers = [],
  scaling,
}: Pick<Sitting, "containers" | "scaling">): number {
  const proxy = containers.find(({ name }) => name === "proxy");
  const serving: AnyHandle[] = scaling?.serving().flatMap(({ handle }) => handle ?? []) ?? [
    ...containers,
  ];
  const apps = serving.filter((one) => one.kind === "container" && one.name === "app");
  const far = apps.filter((one) => one.kind === "container" && one.machine !== proxy?.machine);
  return proxy && apps.length > 0 ? far.length / apps.length : 0;
}
