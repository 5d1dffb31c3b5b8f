import { ownProgram } from "@stackbench/host";
import { launchAll } from "@stackbench/lines";
import type {
  AnyHandle,
  ContainerHandle,
  Launcher,
  ResourceSampler,
  ResourceUse,
  Sampling,
} from "@stackbench/model";
import { createSampler } from "../sampler.ts";
import { mergeUses } from "./merge-uses.ts";
import { nodeSamplerProgram, nodeSamplerProtocol } from "./protocol.ts";

/** The agent program `sampler`, to be run as it is or bundled. */
export const nodeSamplerEntry = ownProgram(
  "sampler",
  new URL("./agent/sampler.ts", import.meta.url),
);

/** A machine on which a part of a sitting runs. */
export interface SampledNode extends Launcher {
  /** In messages: "the node of the load". */
  title: string;
  /** As the handles of its containers have it. */
  machine: string;
  /** Its CPU 0 has this number among those of all nodes. */
  firstCpu: number;
  /** Read at each beginning, for more may have come. */
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
  /** The date of a machine, whole ms since 1970. Throws HostError where its program says nothing. */
  now(machine: string): Promise<number>;
}

/**
 * Reads what services use on other machines, by a program on each. The first node's span is the window's. Processes are
 * not seen, so that nothing is followed beside. Throws HostError where a program says nothing.
 */
export async function createNodeSampler(nodes: readonly SampledNode[]): Promise<NodeSampler> {
  const agents = await launchAll(
    nodeSamplerProgram,
    nodeSamplerProtocol,
    nodes.map((node) => ({ launcher: node, name: `sampler program on ${node.title}` })),
  );
  const end = async (): Promise<void> => {
    await Promise.all(agents.map((agent) => agent.end()));
  };
  try {
    await Promise.all(
      agents.map((agent, index) => agent.ask("watch", { addresses: [...nodes[index]!.reaches] })),
    );
  } catch (error) {
    await end();
    throw error;
  }
  const here = createSampler();
  /** A node's program is asked one thing at a time. What nobody waits for is told at the second edge where it failed. */
  const askOf = (
    command: "join" | "part" | "used",
    handle: AnyHandle,
  ): Promise<unknown> | undefined => {
    if (handle.kind !== "container") return undefined;
    const agent = agents[nodes.findIndex(({ machine }) => machine === handle.machine)];
    return agent?.ask(command, containerOf(handle));
  };
  return {
    begin: async (): Promise<Sampling> => {
      const own = await here.begin([]);
      await Promise.all(
        agents.map((agent, index) =>
          agent.ask("begin", { containers: nodes[index]!.containers.map(containerOf) }),
        ),
      );
      const changes: Promise<unknown>[] = [];
      const joined: ContainerHandle[] = [];
      const change = (command: "join" | "part", handle: AnyHandle): void => {
        if (command === "join" && handle.kind === "container") joined.push(handle);
        const asked = askOf(command, handle);
        asked?.catch(() => {});
        if (asked) changes.push(asked);
      };
      return {
        join: (handle) => change("join", handle),
        part: (handle) => change("part", handle),
        end: async () => {
          await Promise.all(changes);
          const uses = await Promise.all(agents.map((agent) => agent.ask("end", null)));
          return withOrchestrator(
            mergeUses(
              uses.map((use, index) => {
                const node = nodes[index]!;
                const came = joined.filter(({ machine }) => machine === node.machine);
                return { use, ...node, containers: [...node.containers, ...came] };
              }),
            ),
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
    now: async (machine) => {
      const agent = agents[nodes.findIndex((node) => node.machine === machine)];
      if (!agent) throw new Error(`expected a machine that is sampled, got ${machine}`);
      return await agent.ask("now", null);
    },
    meter: (handle) => {
      const first = askOf("used", handle);
      first?.catch(() => {});
      return async () => {
        const [before, now] = [await first, await askOf("used", handle)];
        return typeof before === "number" && typeof now === "number" ? now - before : undefined;
      };
    },
    [Symbol.asyncDispose]: end,
  };
}

function containerOf({ name, containerId }: ContainerHandle) {
  return { name, containerId };
}

/** The harness itself runs here, and its use is of this machine. */
function withOrchestrator(use: ResourceUse, { services }: ResourceUse): ResourceUse {
  const { orchestrator } = services;
  return orchestrator ? { ...use, services: { ...use.services, orchestrator } } : use;
}
