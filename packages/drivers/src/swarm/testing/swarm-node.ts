import type { SwarmNode } from "../nodes.ts";

/** One that is ready, with these roles. */
export function swarmNode(name: string, roles: string, given: Partial<SwarmNode> = {}): SwarmNode {
  return {
    id: `id-${name}`,
    name,
    roles: roles.split(",") as SwarmNode["roles"],
    isManager: false,
    isReady: true,
    state: "ready",
    address: "192.0.2.1",
    engineVersion: "29.0.0",
    cpus: 2,
    memoryBytes: 2 ** 30,
    ...given,
  };
}
