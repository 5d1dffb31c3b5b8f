import { severities, type Caution } from "@stackbench/model";
import type { Guard, JudgedWindow } from "./judged-window.ts";

/**
 * The rule, held against the whole and against each load node by itself: one that sent late, or lost count, would hide in the sum of many.
 * Gives the heaviest caution, and of equals the whole's.
 */
export function onEachNode(guard: Guard): Guard {
  return (judged) => {
    const cautions = [guard(judged), ...ofNodes(guard, judged)];
    return cautions
      .filter((caution) => caution !== undefined)
      .toSorted((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity))[0];
  };
}

function ofNodes(guard: Guard, judged: JudgedWindow): (Caution | undefined)[] {
  const { load } = judged;
  if (load.kind === "totals" || !load.byNode) return [];
  const { generator, warmUp } = load;
  // What goes on from the server's machine, and all that its link carries, is of all load nodes.
  const { nodePaths, farWays: _, databasePath: __, link: ___, ...others } = judged;
  return load.byNode.map(({ connections, edgeErrorMs: ____, ...seen }, node) => {
    const path = nodePaths?.[node];
    const own = { connections, ...(path && { path }), load: { ...seen, generator, warmUp } };
    const caution = guard({ ...others, ...own });
    const where = `load node ${node + 1} of ${load.byNode!.length}`;
    return caution && { ...caution, message: `${where}: ${caution.message}` };
  });
}
