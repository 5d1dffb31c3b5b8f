import type { ProcessStat } from "@stackbench/host";

/** `root`, whoever is in its session where it leads one (a service does), and all descendants of these. */
export function treeOf(
  root: number,
  all: ReadonlyMap<number, ProcessStat>,
): Map<number, ProcessStat> {
  const tree = new Map<number, ProcessStat>();
  const own = all.get(root);
  if (own) tree.set(root, own);
  const leads = own?.session === root;
  for (const stat of all.values()) if (leads && stat.session === root) tree.set(stat.pid, stat);
  for (let before = -1; before !== tree.size;) {
    before = tree.size;
    for (const stat of all.values()) if (tree.has(stat.parent)) tree.set(stat.pid, stat);
  }
  return tree;
}
