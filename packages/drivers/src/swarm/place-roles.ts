import { HostError, type CpuSets } from "@stackbench/model";
import type { SwarmNode } from "./nodes.ts";

/** A node with the number that its CPU 0 has among those of all nodes of a sitting. */
export interface PlacedNode {
  node: SwarmNode;
  firstCpu: number;
}

/** Which nodes a sitting is on, one a role. */
export interface Placement {
  server: PlacedNode;
  load: PlacedNode;
  database: PlacedNode;
  /** CPUs are numbered through: the server's node's own numbers first, then the load's. */
  cpus: CpuSets;
}

/**
 * Chooses a node for each role: the first, by name, that is ready. The database's is the server's where no node has its role.
 * Throws HostError where the server or the load have none.
 */
export function placeRoles(nodes: readonly SwarmNode[]): Placement {
  const first = (role: NonNullable<SwarmNode["role"]>) =>
    nodes.find((node) => node.role === role && node.isReady);
  const [server, load] = [first("server"), first("load")];
  if (!server || !load) {
    const missing = [...(server ? [] : ["server"]), ...(load ? [] : ["load"])];
    const told = nodes.map(({ name, role, state }) => `${name}: ${role ?? "no role"}, ${state}`);
    throw new HostError(
      `--driver=swarm: expected a node that is ready for each of the roles server and load, found none for ${missing.join(" and ")} (${told.join("; ") || "no nodes"}). ` +
        `Give one its role: \`docker node update --label-add stackbench.role=${missing[0]} <node>\``,
    );
  }
  const database = first("database") ?? server;
  const distinct = [...new Set([server, load, database])];
  let next = 0;
  const firsts = new Map<SwarmNode, number>();
  for (const node of distinct) {
    firsts.set(node, next);
    next += node.cpus;
  }
  const cpusOf = (node: SwarmNode) =>
    Array.from({ length: node.cpus }, (_, cpu) => firsts.get(node)! + cpu);
  const placed = (node: SwarmNode): PlacedNode => ({ node, firstCpu: firsts.get(node)! });
  return {
    server: placed(server),
    load: placed(load),
    database: placed(database),
    cpus: { server: cpusOf(server), load: cpusOf(load), database: cpusOf(database) },
  };
}
