import { HostError, type CpuSets, type Role } from "@stackbench/model";
import { divideCpus } from "@stackbench/plan";
import type { SwarmNode } from "./nodes.ts";

/** A node with the number that its CPU 0 has among those of all nodes of a sitting. */
export interface PlacedNode {
  node: SwarmNode;
  firstCpu: number;
}

/** Which nodes a sitting is on, one a role, but for the load, which has as many as there are. */
export interface Placement {
  server: PlacedNode;
  /** The first of `loads`. */
  load: PlacedNode;
  /** All nodes that drive the server together. */
  loads: readonly PlacedNode[];
  database: PlacedNode;
  /** The server's first: replicas of an app are on each in turn, all else of the server is on the first. */
  servers: readonly PlacedNode[];
  /** CPUs are numbered through: the server's node's own numbers first, then those of the load's. */
  cpus: CpuSets;
}

/**
 * Chooses a node for each role: the first, by name, that is ready; one may have several. The load is on all that are, or on the first
 * `mostLoads` of them, and keeps off the nodes of other roles where it has one of its own. The database's is the server's where no node
 * has its role. Further nodes of the server are all that are ready and have nothing else of the sitting. Throws HostError where the server
 * or the load have none, or fewer than that.
 */
export function placeRoles(nodes: readonly SwarmNode[], mostLoads?: number): Placement {
  const all = (role: Role) => nodes.filter(({ roles, isReady }) => isReady && roles.includes(role));
  const first = (role: Role) => all(role)[0];
  const [server, load] = [first("server"), first("load")];
  if (!server || !load) {
    const missing = [...(server ? [] : ["server"]), ...(load ? [] : ["load"])];
    const told = nodes.map(
      ({ name, roles, state }) => `${name}: ${roles.join(" and ") || "no role"}, ${state}`,
    );
    throw new HostError(
      `--driver=swarm: expected a node that is ready for each of the roles server and load, found none for ${missing.join(" and ")} (${told.join("; ") || "no nodes"}). ` +
        `Give one its role: \`docker node update --label-add stackbench.role=${missing[0]} <node>\``,
    );
  }
  const database = first("database") ?? server;
  const others = all("load").filter((node) => ![server, load, database].includes(node));
  const loads = [load, ...others].slice(0, mostLoads);
  if (mostLoads !== undefined && loads.length < mostLoads) {
    throw new HostError(
      `--load-nodes=${mostLoads}: expected so many nodes that are ready for the role load, beside those of the server and the database; found ${loads.length}`,
    );
  }
  const further = all("server").filter((node) => ![server, ...loads, database].includes(node));
  const distinct = [...new Set([server, ...loads, database, ...further])];
  let next = 0;
  // Each once: who has several roles is the same node in all of them.
  const byNode = new Map<SwarmNode, PlacedNode>();
  for (const node of distinct) {
    byNode.set(node, { node, firstCpu: next });
    next += node.cpus;
  }
  const placed = (node: SwarmNode): PlacedNode => byNode.get(node)!;
  const roles = { server: placed(server), load: placed(load), database: placed(database) };
  return {
    ...roles,
    loads: loads.map(placed),
    servers: [server, ...further].map(placed),
    cpus: {
      ...numberedThrough(roles, loads.slice(1).map(placed)),
      ...(further.length > 0 && { replicas: further.map(placed).flatMap(numbersOf) }),
    },
  };
}

/** All that a sitting is on, each once. */
export function nodesOf({
  servers,
  loads,
  database,
}: Pick<Placement, "servers" | "loads" | "database">): PlacedNode[] {
  return [...new Map([...servers, ...loads, database].map((one) => [one.node.id, one])).values()];
}

function numbersOf({ node, firstCpu }: PlacedNode): number[] {
  return Array.from({ length: node.cpus }, (_, cpu) => firstCpu + cpu);
}

/** All CPUs of a node that has one role, or none but the load's away from it; else as on one machine. */
function numberedThrough(
  nodes: Readonly<Record<Role, PlacedNode>>,
  otherLoads: readonly PlacedNode[],
): CpuSets {
  const cpusOf = (role: Role): number[] => {
    const placed = nodes[role];
    const own = numbersOf(placed);
    const hasLoad = nodes.load === placed;
    const isShared = hasLoad && (nodes.server === placed || nodes.database === placed);
    return isShared ? divideCpus(own)[nodes.server === placed ? role : halfOf(role)] : own;
  };
  return {
    server: cpusOf("server"),
    load: [...cpusOf("load"), ...otherLoads.flatMap(numbersOf)],
    database: cpusOf("database"),
  };
}

/** Beside the load alone the database has what the server would have. */
function halfOf(role: Role): "server" | "load" {
  return role === "load" ? "load" : "server";
}
