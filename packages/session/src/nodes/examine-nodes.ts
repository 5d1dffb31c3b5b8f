import { thisHost } from "@stackbench/host";
import { connectTo, loadImageOf, readNodes, sweep, type SwarmNode } from "@stackbench/drivers";
import { sources } from "../choose-driver.ts";
import { findSwarm } from "../choose-swarm.ts";
import type { ExaminedNodes } from "./examined-nodes.ts";
import { measurePaths } from "./measure-paths.ts";
import { pairNodes } from "./pair-nodes.ts";

export interface NodesRequest {
  report: (message: string) => void;
  signal: AbortSignal;
}

/** What each node of a Swarm is, and the ways between their roles. What dead runs left on it goes first. Throws HostError. */
export async function examineNodes(request: NodesRequest): Promise<ExaminedNodes> {
  const { report, signal } = request;
  const { manager, where, building, bringImage } = await findSwarm();
  const nodes = await readNodes(manager, where);
  for (const line of await sweep(manager, thisHost())) report(`cleaned ${line}`);
  const pairs = pairNodes(nodes);
  const remarks = remarksOn(nodes);
  if (pairs.asked.size === 0) {
    remarks.push(
      "No way between nodes was measured: that takes two that are ready and have a role.",
    );
    return { nodes, remarks, paths: [] };
  }
  const image = await loadImageOf({ ...sources, docker: building }, report, signal);
  const images = new Map<SwarmNode, string>();
  for (const node of new Set([...pairs.asked].flatMap(([from, to]) => [from, ...to]))) {
    if (node.host === undefined) {
      // Of the same content, it has the same id, on engines that store images in the same way.
      images.set(node, image.id);
      remarks.push(
        `Node ${node.name} has no label stackbench.host: the image ${image.reference} had to be there already.`,
      );
      continue;
    }
    const engine = await connectTo(node.host, process.env);
    images.set(node, (await bringImage(engine, image.reference, signal)).id);
  }
  report(`Measuring the ways between ${images.size} nodes`);
  const paths = await measurePaths(manager, pairs, images, signal);
  return { nodes, reference: pairs.reference!.name, paths, remarks };
}

function remarksOn(nodes: readonly SwarmNode[]): string[] {
  return nodes.flatMap(({ name, roles, isReady, state }) => {
    if (!isReady) return [`Node ${name} is ${state}: nothing can be placed on it.`];
    if (roles.length > 0) return [];
    return [
      `Node ${name} has no role: \`docker node update --label-add stackbench.role=server ${name}\` (or load, database).`,
    ];
  });
}
