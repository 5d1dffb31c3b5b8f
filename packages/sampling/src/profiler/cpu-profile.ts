import { z } from "zod";
import type { CallTree, ProfileFrame } from "@stackbench/model";

/** `Profiler.Profile` of the Chrome DevTools protocol, as far as it is read; times in microseconds. */
export const cpuProfileSchema = z.object({
  nodes: z.array(
    z.object({
      id: z.int(),
      callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.int() }),
      children: z.array(z.int()).optional(),
    }),
  ),
  samples: z.array(z.int()),
  timeDeltas: z.array(z.number()),
});
type CpuProfile = z.infer<typeof cpuProfileSchema>;

/** V8's name for a thread that waits for events: the one of its own that is no CPU time. */
const idle = "(idle)";
const root = "(root)";

/** Adds a profile of V8 to a tree; gives how long it was idle, microseconds. */
export function addCpuProfile(tree: CallTree, profile: CpuProfile): { idleMicros: number } {
  const stacks = stacksOf(profile);
  let idleMicros = 0;
  profile.samples.forEach((id, index) => {
    // A delta is the time since the sample before: what a sample stands for lasts until the next.
    const micros = Math.max(0, profile.timeDeltas[index + 1] ?? 0);
    const stack = stacks.get(id) ?? [];
    if (stack.at(-1)?.name === idle) idleMicros += micros;
    else tree.add(stack, micros);
  });
  return { idleMicros };
}

/** From the root to each node, without the root that V8 puts above all. */
function stacksOf({ nodes }: CpuProfile): Map<number, ProfileFrame[]> {
  const parents = new Map(
    nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  );
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const stacks = new Map<number, ProfileFrame[]>();
  for (const { id } of nodes) {
    const stack: ProfileFrame[] = [];
    for (let at = byId.get(id); at; at = byId.get(parents.get(at.id) ?? -1)) {
      const { functionName, url, lineNumber } = at.callFrame;
      if (functionName === root && !parents.has(at.id)) continue;
      // V8 counts lines from 0, and says -1 where there is none.
      const name = functionName === "" ? "(anonymous)" : functionName;
      stack.unshift({ name, file: url, line: lineNumber + 1 });
    }
    stacks.set(id, stack);
  }
  return stacks;
}
