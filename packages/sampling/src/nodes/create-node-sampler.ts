import { ownProgram } from "@stackbench/host";
import { Agent } from "@stackbench/lines";
import type { Launcher, ResourceSampler, ResourceUse, Sampling } from "@stackbench/model";
import type { ContainerHandle } from "../sample-containers.ts";
import { createSampler } from "../sampler.ts";
import { mergeUses } from "./merge-uses.ts";
import { nodeSamplerOptions, nodeSamplerProgram, type NodeSamplerProtocol } from "./protocol.ts";

/** The agent program `sampler`, to be run as it is or bundled. */
export const nodeSamplerEntry = ownProgram(
  "sampler",
  new URL("./agent/sampler.ts", import.meta.url),
);

/** A machine on which a part of a sitting runs. */
export interface SampledNode extends Launcher {
  /** Its CPU 0 has this number among those of all nodes. */
  firstCpu: number;
  containers: readonly ContainerHandle[];
  /** Whether what is launched on it is in the network of the app. */
  hasApp: boolean;
}

/**
 * Reads what services use on other machines, by a program on each. The first node's span is the window's. Processes are
 * not seen, so that nothing is followed beside. Throws HostError where a program says nothing.
 */
export async function createNodeSampler(
  nodes: readonly SampledNode[],
): Promise<ResourceSampler & AsyncDisposable> {
  const launched = await Promise.allSettled(
    nodes.map((node) =>
      Agent.launch<NodeSamplerProtocol>(node, nodeSamplerProgram, nodeSamplerOptions),
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
    meter: () => () => undefined,
    [Symbol.asyncDispose]: end,
  };
}

/** The harness itself runs here, and its use is of this machine. */
function withOrchestrator(use: ResourceUse, { services }: ResourceUse): ResourceUse {
  const { orchestrator } = services;
  return orchestrator ? { ...use, services: { ...use.services, orchestrator } } : use;
}
