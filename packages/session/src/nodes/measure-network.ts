import { loadImageOf, type SwarmNode } from "@stackbench/drivers";
import type { NetworkPath } from "@stackbench/model";
import type { SwarmSeat } from "../choose-swarm.ts";
import { measurePaths } from "./measure-paths.ts";
import { pairNodes } from "./pair-nodes.ts";

/** The ways between the nodes of a placement, by their roles; none where all are one. Throws HostError or the signal's reason. */
export async function measureNetwork(
  { manager, building, bringImage, placement, engines, sources }: SwarmSeat,
  report: (message: string) => void,
  signal: AbortSignal,
): Promise<NetworkPath[]> {
  const ends = [
    ...placement.loads.map(({ node }, index) => ({ role: "load" as const, index, node })),
    ...placement.servers.map(({ node }, index) => ({ role: "server" as const, index, node })),
    { role: "database" as const, index: 0, node: placement.database.node },
  ];
  const distinct = [...new Map(ends.map(({ node }) => [node.id, node])).values()];
  const pairs = pairNodes(distinct);
  if (pairs.asked.size === 0) return [];
  const { id } = await loadImageOf({ ...sources, docker: building }, report, signal);
  const images = new Map<SwarmNode, string>();
  for (const node of distinct) {
    images.set(node, (await bringImage(engines.get(node.id)!, id, signal)).id);
  }
  report("measuring the network between the nodes");
  const paths = await measurePaths(manager, pairs, images, signal);
  const endOf = (name: string) => ends.find(({ node }) => node.name === name)!;
  return paths.map((path) => {
    const [from, to] = [endOf(path.from), endOf(path.to)];
    return {
      ...path,
      from: from.role,
      to: to.role,
      ...(from.index > 0 && { fromNode: from.index + 1 }),
      ...(to.index > 0 && { toNode: to.index + 1 }),
    };
  });
}
