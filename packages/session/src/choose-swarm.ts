import { say } from "@stackbench/terminal";
import {
  type BringImage,
  connectTo,
  createSwarmDriver,
  type Engine,
  findEngine,
  imageBringer,
  nodesOf,
  ownNodeId,
  placeRoles,
  type Placement,
  readNodes,
  sweepEngines,
  readRegistry,
  type ImagesOptions,
  type SwarmNode,
} from "@stackbench/drivers";
import { thisHost } from "@stackbench/host";
import { HostError, type Driver } from "@stackbench/model";
import { createNodeSampler } from "@stackbench/sampling";
import { registryVariable } from "@stackbench/terminal";

/** Who manages a Swarm, and where images for its nodes are built. */
export interface SwarmEngines {
  manager: Engine;
  /** Where the manager was found, in words. */
  where: string;
  /** The engine of this machine, where one answers; else the manager. */
  building: Engine;
  /** From there to a node. */
  bringImage: BringImage;
}

/**
 * The engine that `--host` or DOCKER_HOST names is the manager; images are built by the one of this machine. Throws HostError, and
 * UsageError for a registry that cannot be.
 */
export async function findSwarm(): Promise<SwarmEngines> {
  const manager = await findEngine(process.env);
  if (manager.docker === undefined) {
    throw new HostError(`expected the manager of a Docker Swarm, but ${manager.reason}`);
  }
  const { DOCKER_HOST: _, DOCKER_CONTEXT: __, ...local } = process.env;
  const building = (await findEngine(local)).docker ?? manager.docker;
  const named = process.env[registryVariable];
  const registry = named ? readRegistry(named) : undefined;
  const bringImage = imageBringer(building, registry);
  return { manager: manager.docker, where: manager.where, building, bringImage };
}

/**
 * Removes what dead runs left on every node of the Swarm that the engine used here manages, where it manages one. Says what, and which
 * node was not reached, a line each.
 */
export async function cleanNodes(): Promise<{ removed: string[]; missed: string[] }> {
  const nothing = { removed: [], missed: [] };
  const { docker, where } = { where: "", ...(await findEngine(process.env)) };
  if (docker === undefined) return nothing;
  const nodes = await readNodes(docker, where).catch(() => []);
  if (nodes.every(({ roles }) => roles.length === 0)) return nothing;
  const ownId = await ownNodeId(docker);
  const others = nodes.flatMap(({ id, name, host }) =>
    host === undefined || id === ownId
      ? []
      : [{ name, connect: () => connectTo(host, process.env) }],
  );
  const manager = { name: "the manager", connect: () => docker };
  const { removed, missed } = await sweepEngines([manager, ...others], thisHost());
  return {
    removed,
    missed: missed.map(({ name, error }) => `node ${name} was not looked at: ${error.message}`),
  };
}

/** A Swarm with a node for each role, and all that is needed to work on it. */
export interface SwarmSeat extends SwarmEngines {
  placement: Placement;
  /** Of the nodes that are in the placement, by id. */
  engines: ReadonlyMap<string, Engine>;
  /** What images are made from. */
  sources: Omit<ImagesOptions, "docker">;
}

/** `loadNodes`: how many nodes load the server; all unless told. Throws HostError where a role has no node, or a node's engine is not reached. */
export async function seatOnSwarm(
  sources: SwarmSeat["sources"],
  loadNodes?: number,
): Promise<SwarmSeat> {
  const swarm = await findSwarm();
  const placement = placeRoles(await readNodes(swarm.manager, swarm.where), loadNodes);
  const ownId = await ownNodeId(swarm.manager);
  const engines = new Map<string, Engine>();
  for (const { node } of nodesOf(placement)) {
    // The manager's own is asked where it was found.
    engines.set(node.id, node.id === ownId ? swarm.manager : await engineOf(node));
  }
  return { ...swarm, placement, engines, sources };
}

export function swarmDriver({ building, sources, ...seat }: SwarmSeat): Driver {
  return createSwarmDriver({
    ...seat,
    ...sources,
    docker: building,
    sampleNodes: createNodeSampler,
    report: say,
  });
}

/** A node's own engine brings up what joins a network there, and hands on what the programs of the harness say. */
async function engineOf({ name, host }: SwarmNode): Promise<Engine> {
  if (host !== undefined) return await connectTo(host, process.env);
  throw new HostError(
    `expected the node ${name} to have a label that says where its engine is reached, found none: \`docker node update --label-add stackbench.host=tcp://${name}:2376 ${name}\` (docs/many-machines.md)`,
  );
}
