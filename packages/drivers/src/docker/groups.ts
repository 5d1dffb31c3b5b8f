import { workerCount, type ProcessGroup, type VariantShape } from "@stackbench/model";

/** A process group with its workers counted. `index` is its place, from 0. */
interface CountedGroup {
  name: string;
  index: number;
  workers: number;
  threads: number;
  paths: string[];
}

/** The process groups of a variant, the one that serves the rest first; empty without groups. */
export function groupsOf(
  { processGroups = {} }: Pick<VariantShape, "processGroups">,
  serverCpuCount: number,
): CountedGroup[] {
  const isRest = ([, group]: [string, ProcessGroup]): boolean => group.paths.length === 0;
  const entries = Object.entries(processGroups);
  const ordered = [...entries.filter(isRest), ...entries.filter((entry) => !isRest(entry))];
  return ordered.map(([name, group], index) => ({
    name,
    index,
    workers: workerCount(group, serverCpuCount),
    threads: group.threads,
    paths: group.paths,
  }));
}
