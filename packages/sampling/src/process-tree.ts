import { addDescendants, type ProcessStat } from "@stackbench/host";

/** `root`, whoever is in its session where it leads one (a service does), and all descendants of these. */
export function treeOf(
  root: number,
  all: ReadonlyMap<number, ProcessStat>,
): Map<number, ProcessStat> {
  const members = new Set<number>();
  const own = all.get(root);
  if (own) members.add(root);
  const leads = own?.session === root;
  for (const stat of all.values()) if (leads && stat.session === root) members.add(stat.pid);
  addDescendants(members, all);
  return new Map([...members].map((pid) => [pid, all.get(pid)!]));
}
