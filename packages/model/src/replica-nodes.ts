import type { VariantShape } from "./stack.ts";

/** On how many of the server's nodes the replicas of a variant are: a unix socket leads to no other machine. */
export function nodesOfReplicas(
  { replicas, socket }: Pick<VariantShape, "replicas" | "socket">,
  servers: number,
): number {
  return socket === "unix" ? 1 : Math.min(replicas, servers);
}

/** On which of them a replica is, both counted from 0: in turn. */
export function nodeOfReplica(replica: number, nodes: number): number {
  return replica % nodes;
}

/** The share of the replicas that is on each of so many nodes, in order. */
export function sharesOfNodes(replicas: number, nodes: number): number[] {
  const homes = Array.from({ length: replicas }, (_, replica) => nodeOfReplica(replica, nodes));
  return Array.from(
    { length: nodes },
    (_, node) => homes.filter((home) => home === node).length / replicas,
  );
}
