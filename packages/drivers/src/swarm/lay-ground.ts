import type Docker from "dockerode";
import type { Launcher, ResourceSampler } from "@stackbench/model";
import type { Ground, GroundWork, SampledContainer } from "../docker/ground.ts";
import type { CreatedFor } from "../docker/labels.ts";
import type { PodService, PodSpec } from "../docker/pod-spec.ts";
import { launchWithin } from "../docker/sitting.ts";
import { openOverlay } from "./overlay.ts";
import type { Placement, PlacedNode } from "./place-roles.ts";
import { holdService, type RunningTask } from "./service.ts";
import { isStanding, roleOf, type Standing } from "./standing.ts";
import { gone, pin } from "./task-container.ts";
import { cgroupMount, taskOf, type TaskSpec } from "./task-of.ts";

/** A machine on which a part of a sitting runs, to whoever samples it. */
interface NodeWatch extends Launcher {
  firstCpu: number;
  containers: SampledContainer[];
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
 * app's containers join, and one on each other node that looks at its control groups.
 */
export function groundOn(details: GroundDetails): GroundWork {
  return {
    reachOf: (name) => ({
      listensOn: "0.0.0.0",
      // A name: when the app is described, the database has no address yet.
      databaseHost: `${name}-database`,
      networkOwner: "pod",
    }),
    lay: (name, spec, signal) => layGround(details, name, spec, signal),
  };
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
  const nodeOf = (service: PodService): PlacedNode => placement[roleOf(service)];
  const members = spec.containers.filter(isStanding);
  const load = members.find(({ service }) => service === "load")!;
  const otherLoads = placement.loads.slice(1).map((placed, index) => ({
    member: { ...load, member: `load-${index + 2}` },
    placed,
  }));
  const standing = [
    ...members.map((member) => ({ member, placed: nodeOf(member.service) })),
    ...otherLoads,
  ];
  const used = new Map(standing.map(({ placed }) => [placed.node.id, placed]));
  const others = [...used.values()].filter(({ node }) => node.id !== placement.server.node.id);
  const image = load.options.Image!;
  const standingUp = standing.map(async ({ member, placed }) => ({
    member,
    placed,
    task: await begin(
      `${name}-${member.member}`,
      placed,
      member.service,
      // Whoever holds the app's network also looks at the server's node: it is there, and idle.
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
    tasks.map(({ member, placed }) =>
      pin(running.get(member.member)!, placement, roleOf(member.service), placed),
    ),
  );
  const pod = tasks.find(({ member }) => member.service === "pod")!;
  const begun = [
    ...[...running].map(([member, container]) => ({ container, name: member })),
    ...lookers.map(({ placed, task }) => ({
      container: containerOf(placed, task),
      name: "a node's sampler",
    })),
  ];
  const kept = laid.move();
  const sampledOn = ({ node }: PlacedNode, services: readonly SampledContainer[]) => [
    ...services.filter(({ name: service }) => nodeOf(service).node.id === node.id),
    ...otherLoads
      .filter(({ placed }) => placed.node.id === node.id)
      .map(({ member }) => ({
        name: "load" as const,
        containerId: running.get(member.member)!.id,
      })),
  ];
  return {
    running,
    otherLoads: otherLoads.map(({ member }) => running.get(member.member)!),
    address: pod.task.address,
    sample: async (services) => {
      const watch = (placed: PlacedNode, container: Docker.Container): NodeWatch => ({
        firstCpu: placed.firstCpu,
        hasApp: placed === placement.server,
        containers: sampledOn(placed, services),
        launch: (program) => launchWithin(container, program),
      });
      // The load's span is the window's.
      const watches = [
        ...lookers.map(({ placed, task }) => watch(placed, containerOf(placed, task))),
        watch(placement.server, running.get("pod")!),
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
