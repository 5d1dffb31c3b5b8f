import { say } from "@stackbench/terminal";
import {
  connectTo,
  createSwarmDriver,
  type Engine,
  findEngine,
  placeRoles,
  type Placement,
  readNodes,
  type ImagesOptions,
  type SwarmNode,
} from "@stackbench/drivers";
import { HostError, type Driver } from "@stackbench/model";
import { createNodeSampler } from "@stackbench/sampling";

/** Who manages a Swarm, and where images for its nodes are built. */
export interface SwarmEngines {
  manager: Engine;
  /** Where the manager was found, in words. */
  where: string;
  /** The engine of this machine, where one answers; else the manager. */
  building: Engine;
}

/** The engine that `--host` or DOCKER_HOST names is the manager; images are built by the one of this machine. Throws HostError. */
export async function findSwarm(): Promise<SwarmEngines> {
  const manager = await findEngine(process.env);
  if (manager.docker === undefined) {
    throw new HostError(`expected the manager of a Docker Swarm, but ${manager.reason}`);
  }
  const { DOCKER_HOST: _, DOCKER_CONTEXT: __, ...local } = process.env;
  const building = await findEngine(local);
  return {
    manager: manager.docker,
    where: manager.where,
    building: building.docker ?? manager.docker,
  };
}

/** Whether the engine that is used here manages a Swarm whose nodes have roles. */
export async function managesRoles(): Promise<boolean> {
  const { docker, where } = { where: "", ...(await findEngine(process.env)) };
  if (docker === undefined) return false;
  const nodes = await readNodes(docker, where).catch(() => []);
  return nodes.some(({ roles }) => roles.length > 0);
}

/** A Swarm with a node for each role, and all that is needed to work on it. */
export interface SwarmSeat extends SwarmEngines {
  placement: Placement;
  /** Of the nodes that are in the placement, by id. */
  engines: ReadonlyMap<string, Engine>;
  /** What images are made from. */
  sources: Omit<ImagesOptions, "docker">;
}

/** Throws HostError where a role has no node, or a node's engine is not reached. */
export async function seatOnSwarm(sources: SwarmSeat["sources"]): Promise<SwarmSeat> {
  const swarm = await findSwarm();
  const placement = placeRoles(await readNodes(swarm.manager, swarm.where));
  const engines = new Map<string, Engine>();
  for (const { node } of [...placement.servers, placement.load, placement.database]) {
    if (!engines.has(node.id)) engines.set(node.id, await engineOf(node));
  }
  return { ...swarm, placement, engines, sources };
}

export function swarmDriver({ manager, building, placement, engines, sources }: SwarmSeat): Driver {
  return createSwarmDriver({
    ...sources,
    docker: building,
    manager,
    placement,
    engines,
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
