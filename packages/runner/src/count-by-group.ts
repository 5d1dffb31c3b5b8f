import {
  groupServing,
  type LoadRequest,
  type LoadResult,
  type ProcessGroup,
} from "@stackbench/model";

/**
 * Successes by the process group that serves the request's path, 0 for a group that was asked nothing. Undefined where
 * the generator does not tell of each request and more than one group serves them.
 */
export function countByGroup(
  requests: readonly Pick<LoadRequest, "path">[],
  load: LoadResult,
  groups: Readonly<Record<string, Pick<ProcessGroup, "paths">>>,
): Record<string, number> | undefined {
  const serving = requests.map(({ path }) => groupServing(path, groups));
  const counts: Record<string, number> = {};
  for (const name of Object.keys(groups)) counts[name] = 0;
  const [only] = serving;
  if (only !== undefined && serving.every((name) => name === only)) {
    return { ...counts, [only]: load.succeeded };
  }
  if (load.kind === "totals") return undefined;
  serving.forEach((name, index) => {
    if (name !== undefined) counts[name]! += load.succeededByRequest[index] ?? 0;
  });
  return counts;
}
