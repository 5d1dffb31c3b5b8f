import { loadImageOf, type SwarmNode } from "@stackbench/drivers";
import type { NetworkPath, Role } from "@stackbench/model";
import type { SwarmSeat } from "../choose-swarm.ts";
import { measurePaths } from "./measure-paths.ts";
import { pairNodes } from "./pair-nodes.ts";

/** The ways between the nodes of a placement, by their roles; none where all are one. Throws HostError or the signal's reason. */
export async function measureNetwork(
  { manager, building, bringImage, placement, engines, sources }: SwarmSeat,
  report: (message: string) => void,
  signal: AbortSignal,
): Promise<NetworkPath[]> {
  const nodes = {
    load: placement.load.node,
    server: placement.server.node,
    database: placement.database.node,
  };
  const distinct = [...new Map(Object.values(nodes).map((node) => [node.id, node])).values()];
  const pairs = pairNodes(distinct);
  if (pairs.asked.size === 0) return [];
  const { id } = await loadImageOf({ ...sources, docker: building }, report, signal);
  const images = new Map<SwarmNode, string>();
  for (const node of distinct) {
    images.set(node, (await bringImage(engines.get(node.id)!, id, signal)).id);
  }
  report("measuring the network between the nodes");
  const paths = await measurePaths(manager, pairs, images, signal);
  const roleOf = (name: string): Role =>
    (Object.keys(nodes) as Role[]).find((role) => nodes[role].name === name)!;
  return paths.map(({ from, to, ...figures }) => ({
    from: roleOf(from),
    to: roleOf(to),
    ...figures,
  }));
}
