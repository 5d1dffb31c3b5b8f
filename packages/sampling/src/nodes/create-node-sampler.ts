import { ownProgram } from "@stackbench/host";
import { Agent } from "@stackbench/lines";
import type { Launcher, ResourceSampler, ResourceUse, Sampling } from "@stackbench/model";
import type { ContainerHandle } from "../sample-containers.ts";
import { createSampler } from "../sampler.ts";
import { mergeUses } from "./merge-uses.ts";
import { nodeSamplerOn, nodeSamplerProgram, type NodeSamplerProtocol } from "./protocol.ts";

/** The agent program `sampler`, to be run as it is or bundled. */
export const nodeSamplerEntry = ownProgram(
  "sampler",
  new URL("./agent/sampler.ts", import.meta.url),
);

/** A machine on which a part of a sitting runs. */
export interface SampledNode extends Launcher {
  /** In messages: "the node of the load". */
  title: string;
  /** Its CPU 0 has this number among those of all nodes. */
  firstCpu: number;
  containers: readonly ContainerHandle[];
  /** Whether what is launched on it is in the network of the app. */
  hasApp: boolean;
  /** Addresses of other machines that it must reach for as long as it is sampled; none for the one that they reach. */
  reaches: readonly string[];
}

/** Samples nodes until it is disposed of. */
export interface NodeSampler extends ResourceSampler, AsyncDisposable {
  /** For how long at most one node did not reach another so far, ms. Throws HostError where a program says nothing. */
  longestSilenceMs(): Promise<number>;
}

/**
 * Reads what services use on other machines, by a program on each. The first node's span is the window's. Processes are
 * not seen, so that nothing is followed beside. Throws HostError where a program says nothing.
 */
export async function createNodeSampler(nodes: readonly SampledNode[]): Promise<NodeSampler> {
  const launched = await Promise.allSettled(
    nodes.map((node) =>
      Agent.launch<NodeSamplerProtocol>(node, nodeSamplerProgram, nodeSamplerOn(node.title)),
    ),
  );
  const agents = launched.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const end = async (): Promise<void> => {
    await Promise.all(agents.map((agent) => agent.end()));
  };
  const failed = launched.find((one) => one.status === "rejected");
  if (failed) {
    await end();
    throw failed.reason;
  }
  try {
    await Promise.all(
      agents.map((agent, index) => agent.ask("watch", { addresses: [...nodes[index]!.reaches] })),
    );
  } catch (error) {
    await end();
    throw error;
  }
  const here = createSampler();
  return {
    begin: async (): Promise<Sampling> => {
      const own = await here.begin([]);
      await Promise.all(
        agents.map((agent, index) =>
          agent.ask("begin", { containers: [...nodes[index]!.containers] }),
        ),
      );
      return {
        join: () => {},
        part: () => {},
        end: async () => {
          const uses = await Promise.all(agents.map((agent) => agent.ask("end", null)));
          return withOrchestrator(
            mergeUses(uses.map((use, index) => ({ use, ...nodes[index]! }))),
            await own.end(),
          );
        },
        [Symbol.asyncDispose]: () => own[Symbol.asyncDispose](),
      };
    },
    longestSilenceMs: async () => {
      const told = await Promise.all(agents.map((agent) => agent.ask("silence", null)));
      return Math.max(...told.map(({ longestMs }) => longestMs));
    },
    meter: () => () => undefined,
    [Symbol.asyncDispose]: end,
  };
}

/** The harness itself runs here, and its use is of this machine. */
function withOrchestrator(use: ResourceUse, { services }: ResourceUse): ResourceUse {
  const { orchestrator } = services;
  return orchestrator ? { ...use, services: { ...use.services, orchestrator } } : use;
}
