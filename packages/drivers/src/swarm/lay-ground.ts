import type Docker from "dockerode";
import type { ContainerHandle, Launcher, ResourceSampler, VariantShape } from "@stackbench/model";
import type { Network } from "../docker/addresses.ts";
import type { Ground, GroundWork } from "../docker/ground.ts";
import type { CreatedFor } from "../docker/labels.ts";
import type { PodContainer, PodSpec } from "../docker/pod-spec.ts";
import { launchWithin } from "../docker/sitting.ts";
import { openOverlay } from "./overlay.ts";
import type { Placement, PlacedNode } from "./place-roles.ts";
import { holdService, type RunningTask } from "./service.ts";
import { isStanding, roleOf, type Standing } from "./standing.ts";
import { gone, known, pin } from "./task-container.ts";
import { cgroupMount, taskOf, type TaskSpec } from "./task-of.ts";

/** A machine on which a part of a sitting runs, to whoever samples it. */
interface NodeWatch extends Launcher {
  machine: string;
  firstCpu: number;
  containers: ContainerHandle[];
  hasApp: boolean;
}

/** Begins to sample nodes. Throws HostError. */
export type SampleNodes = (
  nodes: readonly NodeWatch[],
) => Promise<ResourceSampler & AsyncDisposable>;

export interface GroundDetails {
  manager: Docker;
  placement: Placement;
  /** The node's own. */
  engineOf(placed: PlacedNode): Docker;
  sampleNodes: SampleNodes;
  createdFor: CreatedFor;
}

/**
 * The ground of a sitting on a Swarm: an overlay network, and on it a service each for the load, the database and the network that the
 * app's containers join, one on each of the nodes that replicas are spread over, and one on each other node that looks at its control groups.
 */
export function groundOn(details: GroundDetails): GroundWork {
  return {
    reachOf: (name, variant) => ({
      listensOn: "0.0.0.0",
      // A name: when the app is described, the database has no address yet.
      databaseHost: `${name}-database`,
      networks: networksOf(details.placement, name, variant),
    }),
    lay: (name, spec, signal) => layGround(details, name, spec, signal),
  };
}

/** The first on the server's node, and for replicas one on each node more. A unix socket leads to no other machine. */
function networksOf(
  { servers }: Placement,
  name: string,
  { replicas, socket }: VariantShape,
): [Network, ...Network[]] {
  const further = socket === "unix" ? [] : servers.slice(1, replicas);
  return [
    { member: "pod", host: `${name}-pod` },
    ...further.map(({ node }, index): Network => {
      const member = `pod-${index + 2}` as const;
      const cpus = Array.from({ length: node.cpus }, (_, cpu) => cpu);
      return { member, host: `${name}-${member}`, cpus };
    }),
  ];
}

async function layGround(
  details: GroundDetails,
  name: string,
  spec: PodSpec,
  signal: AbortSignal,
): Promise<Ground> {
  const { manager, placement, createdFor, engineOf, sampleNodes } = details;
  await using laid = new AsyncDisposableStack();
  const { id: networkId } = laid.use(await openOverlay(manager, name, createdFor));
  const begin = async (
    serviceName: string,
    placed: PlacedNode,
    service: Standing | "probe",
    task: TaskSpec,
  ): Promise<RunningTask> => {
    signal.throwIfAborted();
    const request = { name: serviceName, node: placed.node, networkId, task, service };
    const held = laid.use(await holdService(manager, request, createdFor));
    return await held.running(signal);
  };
  const standing = spec.containers.filter(isStanding);
  const { networks } = spec.reach;
  const serverOf = (network: Network["member"]): PlacedNode =>
    placement.servers[networks.findIndex(({ member }) => member === network)]!;
  const nodeOf = (member: PodContainer): PlacedNode => {
    if (roleOf(member.service) !== "server") return placement[roleOf(member.service)];
    return serverOf(member.service === "pod" ? (member.member as Network["member"]) : member.joins);
  };
  const servers = networks.map(({ member }) => serverOf(member));
  const others = [
    placement.load,
    ...(has(standing, "database") ? [placement.database] : []),
  ].filter(
    ({ node }, index, all) =>
      ![...servers, ...all.slice(0, index)].some((placed) => placed.node.id === node.id),
  );
  const image = standing.find(({ service }) => service === "load")!.options.Image!;
  const standingUp = standing.map(async (member) => ({
    member,
    task: await begin(
      `${name}-${member.member}`,
      nodeOf(member),
      member.service,
      // Whoever holds a network of the app also looks at its node: it is there, and idle.
      withGroups(taskOf(member.options), member.service === "pod"),
    ),
  }));
  const lookingUp = others.map(async (placed, index) => ({
    placed,
    task: await begin(`${name}-looks-${index + 1}`, placed, "probe", lookerTask(image)),
  }));
  // All are over before one's failure is told: what was still coming up would be taken down by nobody.
  await Promise.allSettled([...standingUp, ...lookingUp]);
  const [tasks, lookers] = [await Promise.all(standingUp), await Promise.all(lookingUp)];
  const containerOf = (placed: PlacedNode, { containerId }: RunningTask) =>
    engineOf(placed).getContainer(containerId);
  const running = new Map(
    tasks.map(({ member, task }) => [member.member, containerOf(nodeOf(member), task)]),
  );
  await Promise.all(
    tasks
      // A further node of the server has nothing else on it.
      .filter(({ member }) => member.service !== "pod" || nodeOf(member) === placement.server)
      .map(({ member }) => pin(running.get(member.member)!, placement, roleOf(member.service))),
  );
  await known(running.get("pod")!, networks.slice(1), signal);
  const pod = tasks.find(({ member }) => member.member === "pod")!;
  const begun = [
    ...[...running].map(([member, container]) => ({ container, name: member })),
    ...lookers.map(({ placed, task }) => ({
      container: containerOf(placed, task),
      name: "a node's sampler",
    })),
  ];
  const kept = laid.move();
  return {
    running,
    address: pod.task.address,
    engineOf: (network) => engineOf(serverOf(network)),
    machineOf: (member) => nodeOf(member).node.id,
    sample: async (containers) => {
      const watch = (placed: PlacedNode, container: Docker.Container): NodeWatch => ({
        machine: placed.node.id,
        firstCpu: placed.firstCpu,
        hasApp: servers.includes(placed),
        containers: containers.filter(({ machine }) => machine === placed.node.id),
        launch: (program) => launchWithin(container, program),
      });
      // The load's span is the window's.
      const watches = [
        ...lookers.map(({ placed, task }) => watch(placed, containerOf(placed, task))),
        ...networks.map(({ member }) => watch(serverOf(member), running.get(member)!)),
      ].toSorted((a, b) => Number(isOfLoad(b)) - Number(isOfLoad(a)));
      return kept.use(await sampleNodes(watches));
    },
    takeDown: async () => {
      try {
        await kept.disposeAsync();
        // A service is gone at once, its containers a moment later: nothing of them may run beside what comes next.
        await Promise.all(begun.map(({ container, name: which }) => gone(container, which)));
        return [];
      } catch (error) {
        return [`what ${name} stood on: ${(error as Error).message}`];
      }
    },
  };
}

function has(members: readonly PodContainer[], service: Standing): boolean {
  return members.some((member) => member.service === service);
}

function isOfLoad({ containers }: NodeWatch): boolean {
  return containers.some(({ name }) => name === "load");
}

function withGroups(task: TaskSpec, looks: boolean): TaskSpec {
  if (!looks) return task;
  const { ContainerSpec: container } = task;
  const Mounts = [...(container.Mounts ?? []), cgroupMount];
  return { ...task, ContainerSpec: { ...container, Mounts } };
}

function lookerTask(Image: string): TaskSpec {
  return {
    ContainerSpec: {
      Image,
      Command: ["sleep", "infinity"],
      Mounts: [cgroupMount],
      CapabilityDrop: ["ALL"],
      StopGracePeriod: 0,
    },
  };
}
