import { bringImage, loadImageOf, type SwarmNode } from "@stackbench/drivers";
import type { NetworkPath, Role } from "@stackbench/model";
import type { SwarmSeat } from "../choose-swarm.ts";
import { measurePaths } from "./measure-paths.ts";

/** The ways between the nodes of a placement, by their roles; none where all are one. Throws HostError or the signal's reason. */
export async function measureNetwork(
  { manager, building, placement, engines, sources }: SwarmSeat,
  report: (message: string) => void,
  signal: AbortSignal,
): Promise<NetworkPath[]> {
  const nodes = {
    load: placement.load.node,
    server: placement.server.node,
    database: placement.database.node,
  };
  const asked = new Map<SwarmNode, SwarmNode[]>();
  const ask = (from: SwarmNode, to: SwarmNode): void => {
    if (from.id === to.id) return;
    const known = asked.get(from) ?? [];
    if (!known.some(({ id }) => id === to.id)) asked.set(from, [...known, to]);
  };
  ask(nodes.load, nodes.server);
  ask(nodes.load, nodes.database);
  ask(nodes.server, nodes.database);
  if (asked.size === 0) return [];
  const { id } = await loadImageOf({ ...sources, docker: building }, report, signal);
  const images = new Map<SwarmNode, string>();
  for (const node of Object.values(nodes)) {
    images.set(node, (await bringImage(building, engines.get(node.id)!, id, signal)).id);
  }
  report("measuring the network between the nodes");
  const paths = await measurePaths(manager, { asked }, images, signal);
  const roleOf = (name: string): Role =>
    (Object.keys(nodes) as Role[]).find((role) => nodes[role].name === name)!;
  return paths.map(({ from, to, ...figures }) => ({
    from: roleOf(from),
    to: roleOf(to),
    ...figures,
  }));
}
