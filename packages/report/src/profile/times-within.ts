import type { Profile } from "@stackbench/model";

/** Of each node of a call tree the time in it and in what it called, and the time in all of them, microseconds. */
export function timesWithin(nodes: Profile["nodes"]): { within: number[]; busyMicros: number } {
  const own = nodes.map(([, , self]) => self);
  const within = [...own];
  // Parents come before their children.
  for (let index = nodes.length - 1; index >= 0; index--) {
    const [parent] = nodes[index]!;
    if (parent >= 0) within[parent]! += within[index]!;
  }
  return { within, busyMicros: own.reduce((sum, self) => sum + self, 0) };
}
