import type { SwarmNode } from "@stackbench/drivers";

/** Who measures the way to whom. */
export interface NodePairs {
  /** Its clock is the one that the others are told by. */
  reference?: SwarmNode;
  /** By who asks. Nobody asks whom it was asked by. */
  asked: ReadonlyMap<SwarmNode, readonly SwarmNode[]>;
}

/**
 * Ways that a measurement would use: from any role to any other, from the reference to every node, and from the first of the server, which has the
 * proxy, to those that replicas are on.
 */
export function pairNodes(nodes: readonly SwarmNode[]): NodePairs {
  const able = nodes.filter(({ roles, isReady }) => roles.length > 0 && isReady);
  const reference = able.find(({ roles }) => roles.includes("load")) ?? able[0];
  if (!reference) return { asked: new Map() };
  const proxied = able.find(({ roles }) => roles.includes("server"));
  const ordered = [reference, ...able.filter((node) => node !== reference)];
  const asked = new Map<SwarmNode, SwarmNode[]>();
  for (const [index, from] of ordered.entries()) {
    const to = ordered
      .slice(index + 1)
      .filter(
        (other) =>
          from === reference || from === proxied || other.roles.join() !== from.roles.join(),
      );
    if (to.length > 0) asked.set(from, to);
  }
  return { reference, asked };
}
