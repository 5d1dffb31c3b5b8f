import { say } from "@stackbench/terminal";
import { verifierEntry } from "@stackbench/contract";
import {
  createDockerDriver,
  createExternalDriver,
  createProcessDriver,
  driverTraits,
  findEngine,
  imagesReady,
  machineOf,
  type ImagesOptions,
  type ServerAddress,
} from "@stackbench/drivers";
import { generatorPackages, loadAgents } from "@stackbench/load";
import {
  HostError,
  servicesFor,
  UsageError,
  type Driver,
  type NetworkPath,
  type Stack,
} from "@stackbench/model";
import { pathEntry } from "@stackbench/network";
import { nodeSamplerEntry, profilerEntry } from "@stackbench/sampling";
import { seatOnSwarm, swarmDriver } from "./choose-swarm.ts";
import { measureNetwork } from "./nodes/measure-network.ts";
import { repositoryRoot, stateDirectory } from "./places.ts";

export const driverChoices = ["auto", "docker", "process", "swarm"] as const;
export type DriverChoice = (typeof driverChoices)[number];

export interface ChosenDriver {
  driver: Driver;
  /** "an engine answers (unix:///var/run/docker.sock)". */
  reason: string;
  /** Brings reference servers up where `driver` brings nothing up, with generators that run in the same way. */
  calibrating?: Driver;
  /** The ways between the machines that sittings are on; absent where they are on one. Throws HostError or the signal's reason. */
  measureNetwork?(signal: AbortSignal): Promise<NetworkPath[]>;
}

/** Programs of the harness that are started in a sitting, or on a node, by name: where each lies. */
export const agents = {
  ...loadAgents,
  verifier: verifierEntry,
  profiler: profilerEntry,
  sampler: nodeSamplerEntry,
  path: pathEntry,
};

/** What images are made from. */
export const sources = { repositoryRoot, agentEntries: agents, generatorPackages };

const localOptions = {
  repositoryRoot,
  stateDirectory: `${stateDirectory}/process`,
  nodePath: process.execPath,
  agentEntries: agents,
};

/** What a choice stands for before an engine is looked for. */
export function supposedDriver(choice: DriverChoice): Pick<Driver, "name" | "traits"> {
  const name = choice === "auto" ? "docker" : choice;
  return { name, traits: driverTraits[name] };
}

/**
 * Docker where an engine answers, else local processes. With `quickFor`, an engine whose images for these stacks
 * would first have to be built is passed over where they run without: someone who named no stack wants a table soon. `loadNodes`: so many
 * nodes of a Swarm load the server, not all. Throws HostError.
 */
export async function chooseDriver(
  choice: DriverChoice,
  quickFor?: readonly Stack[],
  loadNodes?: number,
): Promise<ChosenDriver> {
  if (choice === "process") {
    return { driver: processDriver(), reason: "asked for with --driver=process" };
  }
  if (choice === "swarm") {
    const seat = await seatOnSwarm(sources, loadNodes);
    return {
      driver: swarmDriver(seat),
      reason: `asked for with --driver=swarm (${seat.where})`,
      measureNetwork: (signal) => measureNetwork(seat, say, signal),
    };
  }
  const engine = await findEngine(process.env);
  if (engine.docker === undefined) {
    if (choice === "docker") {
      throw new HostError(
        `expected a Docker engine, but ${engine.reason}.\nStart one, point --host or DOCKER_HOST at one, or use --driver=process (Node stacks as local processes).`,
      );
    }
    return { driver: processDriver(), reason: engine.reason };
  }
  const options: ImagesOptions = { ...sources, docker: engine.docker };
  if (choice === "auto" && quickFor) {
    const local = processDriver();
    const runsHere = (stack: Stack) =>
      stack.variants.some((variant) => local.refuses(stack, variant) === undefined);
    const need = { services: servicesFor(["hello"]) };
    const { ready, missing } = await imagesReady(options, quickFor, need);
    if (!ready && quickFor.every(runsHere)) {
      return {
        driver: local,
        reason: `a Docker engine answers, but images are not built yet (${missing.join(", ")}); \`pnpm bench images\` builds them, --driver=docker does both`,
      };
    }
  }
  const asked = choice === "docker" ? "asked for" : "an engine answers";
  return { driver: await dockerDriver(options), reason: `${asked} (${engine.where})` };
}

/** Throws UsageError where a number of load nodes was asked for, and there are no nodes. */
export function refuseLoadNodes(
  { elsewhere }: Pick<Driver, "elsewhere">,
  asked: number | undefined,
): void {
  if (asked === undefined || elsewhere) return;
  throw new UsageError("--load-nodes: only a Swarm has several; use --driver=swarm");
}

/** Throws UsageError where this machine's sysctls are to be changed for sittings that are on another. */
export function refuseTuningElsewhere(
  { elsewhere, machine }: Pick<Driver, "elsewhere" | "machine">,
  isAsked: boolean,
): void {
  if (!isAsked || (elsewhere === undefined && machine === undefined)) return;
  throw new UsageError(
    "--tune-host: expected sittings on this machine, whose sysctls it changes; got an engine on another: set them there, and leave this out",
  );
}

/** Throws UsageError for a driver that was asked for and cannot bring `what` up: "an app as it is". */
export function refuseOtherDrivers(choice: DriverChoice, what: string): void {
  if (choice === "auto" || choice === "docker") return;
  throw new UsageError(
    `--driver=${choice}: expected docker, for ${what} needs containers of one machine; a server that already runs is measured without, by \`bench --url=\``,
  );
}

/** Docker for `what` nothing else brings up: "an app as it is". Throws HostError where no engine answers. */
export async function requireDocker(what: string): Promise<ChosenDriver> {
  const engine = await findEngine(process.env);
  if (engine.docker === undefined) {
    throw new HostError(
      `${what} needs containers: expected a Docker engine, but ${engine.reason}.\nStart one, or point DOCKER_HOST at one; a server that already runs is measured without, by \`bench --url=\`.`,
    );
  }
  const driver = await dockerDriver({ ...sources, docker: engine.docker });
  return { driver, reason: `${what} needs containers (${engine.where})` };
}

/** Joins servers that already run, by variant key. */
export function joiningDriver(
  servers: ReadonlyMap<string, ServerAddress>,
  pin: boolean,
): ChosenDriver {
  const driver = createExternalDriver({ servers, pin, ...localOptions });
  return { driver, reason: "asked for with --url", calibrating: processDriver() };
}

/** The driver of the engine that is meant, or why there is none. Throws HostError where one that answered falls silent. */
export async function engineDriver(): Promise<Pick<ChosenDriver, "reason"> & { driver?: Driver }> {
  const engine = await findEngine(process.env);
  if (engine.docker === undefined) return engine;
  const driver = await dockerDriver({ ...sources, docker: engine.docker });
  return { driver, reason: engine.where };
}

/** The engine's images, for `bench images`. Throws HostError without an engine. */
export async function imagesOptions(): Promise<ImagesOptions> {
  const engine = await findEngine(process.env);
  if (engine.docker === undefined) {
    throw new HostError(`expected a Docker engine, but ${engine.reason}`);
  }
  return { ...sources, docker: engine.docker };
}

async function dockerDriver(options: ImagesOptions): Promise<Driver> {
  const machine = await machineOf(options.docker);
  return createDockerDriver({ ...options, report: say, machine });
}

function processDriver(): Driver {
  return createProcessDriver({ ...localOptions, report: say });
}
