import type Docker from "dockerode";
import type { ContainerHandle, Launcher, ResourceSampler, VariantShape } from "@stackbench/model";
import type { Network } from "../docker/addresses.ts";
import type { Ground, GroundWork } from "../docker/ground.ts";
import type { CreatedFor } from "../docker/labels.ts";
import type { PodContainer, PodSpec } from "../docker/pod-spec.ts";
import { launchWithin } from "../docker/sitting.ts";
import type { Attendance } from "./attendance.ts";
import { openOverlay } from "./overlay.ts";
import type { Placement, PlacedNode } from "./place-roles.ts";
import { holdService, type RunningTask } from "./service.ts";
import { isStanding, roleOf, type Standing } from "./standing.ts";
import { gone, known, pin } from "./task-container.ts";
import { silenceOrEnd } from "./silence-or-end.ts";
import { takeDownAll } from "./take-down-all.ts";
import { cgroupMount, taskOf, type TaskSpec } from "./task-of.ts";

/** A machine on which a part of a sitting runs, to whoever samples it. */
interface NodeWatch extends Launcher {
  /** In messages: "the node of the load". */
  title: string;
  machine: string;
  firstCpu: number;
  containers: ContainerHandle[];
  hasApp: boolean;
  /** Addresses of others that it must reach. */
  reaches: readonly string[];
}

/** Samples nodes, and tells for how long at most one did not reach another, ms. */
interface NodeSampler extends ResourceSampler, AsyncDisposable {
  longestSilenceMs(): Promise<number>;
}

/** Begins to sample nodes. Throws HostError. */
export type SampleNodes = (nodes: readonly NodeWatch[]) => Promise<NodeSampler>;

export interface GroundDetails {
  manager: Docker;
  placement: Placement;
  /** The node's own. */
  engineOf(placed: PlacedNode): Docker;
  sampleNodes: SampleNodes;
  attendance: Attendance;
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
  const { manager, placement, createdFor, engineOf, sampleNodes, attendance } = details;
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
  const { networks } = spec.reach;
  const serverOf = (network: Network["member"]): PlacedNode =>
    placement.servers[networks.findIndex(({ member }) => member === network)]!;
  const nodeOf = (member: PodContainer): PlacedNode => {
    if (roleOf(member.service) !== "server") return placement[roleOf(member.service)];
    return serverOf(member.service === "pod" ? (member.member as Network["member"]) : member.joins);
  };
  const members = spec.containers.filter(isStanding);
  const load = members.find(({ service }) => service === "load")!;
  const otherLoads = placement.loads.slice(1).map((placed, index) => ({
    member: { ...load, member: `load-${index + 2}` },
    placed,
  }));
  const standing = [
    ...members.map((member) => ({ member, placed: nodeOf(member) })),
    ...otherLoads,
  ];
  const servers = networks.map(({ member }) => serverOf(member));
  const serverIds = new Set(servers.map(({ node }) => node.id));
  const used = new Map(standing.map(({ placed }) => [placed.node.id, placed]));
  const others = [...used.values()].filter(({ node }) => !serverIds.has(node.id));
  const image = load.options.Image!;
  const standingUp = standing.map(async ({ member, placed }) => ({
    member,
    placed,
    task: await begin(
      `${name}-${member.member}`,
      placed,
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
    tasks.map(({ member, placed, task }) => [member.member, containerOf(placed, task)]),
  );
  await Promise.all(
    tasks
      // A further node of the server has nothing else on it.
      .filter(({ member, placed }) => member.service !== "pod" || placed === placement.server)
      .map(({ member, placed }) =>
        pin(running.get(member.member)!, placement, roleOf(member.service), placed),
      ),
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
  const own = [...tasks.filter(({ member }) => member.service !== "database"), ...lookers].map(
    ({ task, placed }) => ({ placed, container: containerOf(placed, task) }),
  );
  const kept = laid.move();
  const otherLoadHandles = otherLoads.map(({ member, placed }): ContainerHandle => {
    const containerId = running.get(member.member)!.id;
    return { name: "load", kind: "container", containerId, machine: placed.node.id };
  });
  let sampler: NodeSampler | undefined;
  return {
    running,
    otherLoads: otherLoads.map(({ member }) => running.get(member.member)!),
    address: pod.task.address,
    engineOf: (network) => engineOf(serverOf(network)),
    machineOf: (member) => nodeOf(member).node.id,
    sample: async (containers) => {
      const watch = (placed: PlacedNode, container: Docker.Container): NodeWatch => ({
        title: attendance.nameOf(placed),
        machine: placed.node.id,
        firstCpu: placed.firstCpu,
        hasApp: servers.includes(placed),
        reaches: placed.node.id === placement.server.node.id ? [] : [pod.task.address],
        containers: [...containers, ...otherLoadHandles].filter(
          ({ machine }) => machine === placed.node.id,
        ),
        launch: (program) => launchWithin(container, program),
      });
      // The load's span is the window's.
      const watches = [
        ...lookers.map(({ placed, task }) => watch(placed, containerOf(placed, task))),
        ...networks.map(({ member }) => watch(serverOf(member), running.get(member)!)),
      ].toSorted((a, b) => Number(isOfLoad(b)) - Number(isOfLoad(a)));
      sampler = kept.use(await sampleNodes(watches));
      return sampler;
    },
    lost: async (error) => {
      const missing = await attendance.missing(own);
      if (missing !== undefined) return missing;
      return await silenceOrEnd(sampler, error);
    },
    // A service is gone at once, its containers a moment later: nothing of them may run beside what comes next.
    takeDown: () =>
      takeDownAll(`what ${name} stood on`, kept, () =>
        begun.map(({ container, name: which }) => gone(container, which)),
      ),
  };
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
