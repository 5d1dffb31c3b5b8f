import { workerCount, type ProcessGroup, type VariantShape } from "./stack.ts";

/**
 * The name of the group that serves a request's path: the one with the longest beginning of it among its paths, as
 * proxies choose, else the one without paths. Undefined where no group serves it.
 */
export function groupServing(
  path: string,
  groups: Readonly<Record<string, Pick<ProcessGroup, "paths">>>,
): string | undefined {
  let found: string | undefined;
  let longest = -1;
  for (const [name, { paths }] of Object.entries(groups)) {
    for (const beginning of paths.length === 0 ? [""] : paths) {
      if (!path.startsWith(beginning) || beginning.length <= longest) continue;
      found = name;
      longest = beginning.length;
    }
  }
  return found;
}

/** Worker processes of a variant on `serverCpuCount` CPUs, over all its groups and replicas. */
export function totalWorkers(
  variant: Pick<VariantShape, "workers" | "processGroups" | "replicas">,
  serverCpuCount: number,
): number {
  const shapes = variant.processGroups ? Object.values(variant.processGroups) : [variant];
  const ofOne = shapes.reduce((sum, shape) => sum + workerCount(shape, serverCpuCount), 0);
  return ofOne * variant.replicas;
}
