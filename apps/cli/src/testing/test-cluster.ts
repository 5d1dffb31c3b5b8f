import { afterAll, beforeAll, expect, vi } from "vitest";
import { canCluster, cluster, clusterNodes, dockerOn, type ClusterNode } from "./cluster-nodes.ts";

export { canCluster, cluster, dockerOn, engineOf, manager } from "./cluster-nodes.ts";

/** Those that have a role, unless told. */
export const nodeNames = ["load", "server", "database"] as const;

/**
 * For the tests of one file, of all engines that `make-test-cluster.ts` made those that have a role, the others none; behind the last of
 * them the network is as it was. To be asked for outside of tests.
 */
export function useCluster(nodes: readonly ClusterNode[] = nodeNames): void {
  beforeAll(async () => {
    if (!canCluster) return;
    // One that tests before these revived may still be on its way back.
    await vi.waitFor(() => cluster("status"), { timeout: 60_000, interval: 500 });
    cluster("roles", nodes.join());
  });
  afterAll(async () => {
    if (!canCluster) return;
    for (const node of clusterNodes) {
      for (const bound of ["limit", "delay", "cpus"]) cluster(bound, node, "none");
    }
    await nothingLeft();
  });
}

/** What of the harness is on any node or on the Swarm: services, networks, containers and volumes, by id. */
export function leftOnCluster(): string[] {
  const listed = (node: string, kind: "service" | "network" | "container" | "volume") =>
    dockerOn(
      node,
      kind,
      "ls",
      "-q",
      ...(kind === "container" ? ["-a"] : []),
      "--filter",
      "label=stackbench.owner",
    )
      .split("\n")
      .filter((id) => id !== "");
  return [
    ...listed("load", "service"),
    ...clusterNodes.flatMap((node) => [
      ...listed(node, "container"),
      ...listed(node, "network"),
      ...listed(node, "volume"),
    ]),
  ];
}

/** A node learns a moment later from its manager that a network is gone. */
export async function nothingLeft(): Promise<void> {
  const isClear = () => expect(leftOnCluster()).toEqual([]);
  await vi.waitFor(isClear, { timeout: 20_000, interval: 500 });
}
