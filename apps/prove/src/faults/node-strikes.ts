import { setTimeout as sleep } from "node:timers/promises";
import { readCommandLine, readProcessTable } from "@stackbench/host";
import { clusterNodes, type ClusterNode, type OwnCluster } from "./own-cluster.ts";
import { stepClockOn } from "./node-clock.ts";
import type { RunningProgram } from "./program.ts";
import type { Scene } from "./scene.ts";
import type { Struck } from "./strikes.ts";

/** As long as the requirement has it. */
const partitionMs = 10_000;

export type NodeFaultKind =
  | "load-node-killed"
  | "server-node-killed"
  | "manager-restarted"
  | "partition"
  | "agent-killed"
  | "node-clock-stepped";

type NodeStrike = (
  cluster: OwnCluster,
  scene: Scene,
  program: RunningProgram,
) => Struck | Promise<Struck>;

export const nodeStrikes: Readonly<Record<NodeFaultKind, NodeStrike>> = {
  "load-node-killed": (cluster, { fault }) => lose(cluster, "load", fault.amount),
  "server-node-killed": (cluster, { fault }) => lose(cluster, "server", fault.amount),
  "manager-restarted": async (cluster) => (await cluster.restart(clusterNodes[0]), true),
  partition: async (cluster, { fault }) => {
    const node = fault.amount < 0.5 ? "load" : "server";
    await cluster.partition(node);
    await sleep(partitionMs);
    await cluster.heal(node);
    return true;
  },
  "agent-killed": async (cluster, { fault }, program) => {
    const [node, agent]: [ClusterNode, string] =
      fault.amount < 0.4
        ? ["load", "generator"]
        : fault.amount < 0.7
          ? ["load", "sampler"]
          : ["server", "sampler"];
    while (!program.isOver) {
      if (endAgent(cluster, node, agent)) return true;
      await sleep(20);
    }
    return false;
  },
  "node-clock-stepped": stepClockOn,
};

/** The lower half is back after some seconds, the upper one not before the run is over. */
async function lose(cluster: OwnCluster, node: ClusterNode, amount: number): Promise<true> {
  await cluster.kill(node);
  if (amount < 0.5) {
    await sleep(amount * 10_000);
    await cluster.revive(node);
  }
  return true;
}

/** Containers of the harness that run on a node, by id. */
export async function containersOn(cluster: OwnCluster, node: ClusterNode): Promise<string[]> {
  const text = await cluster.ask(node, "ps", "--quiet", "--filter=label=stackbench.owner");
  const services = await cluster.ask(
    node,
    "ps",
    "--quiet",
    "--filter=label=com.docker.swarm.service.id",
  );
  return [...new Set([...text.split("\n"), ...services.split("\n")])].filter((id) => id !== "");
}

/** Kills it from outside of its node, whose processes this machine sees as its own. */
function endAgent(cluster: OwnCluster, node: ClusterNode, agent: string): boolean {
  const root = cluster.pidOf(node);
  const table = readProcessTable();
  const isOfNode = (pid: number): boolean => {
    for (let at = table.get(pid); at !== undefined; at = table.get(at.parent)) {
      if (at.pid === root) return true;
    }
    return false;
  };
  const found = [...table.keys()].find(
    (pid) => readCommandLine(pid).includes(`/${agent}.mjs`) && isOfNode(pid),
  );
  if (found !== undefined) process.kill(found, "SIGKILL");
  return found !== undefined;
}
