import type Docker from "dockerode";
import {
  HostError,
  longestWaySilenceMs,
  type Launcher,
  type ResourceSampler,
} from "@stackbench/model";
import type { Ground, GroundWork, SampledContainer } from "../docker/ground.ts";
import type { CreatedFor } from "../docker/labels.ts";
import type { PodService, PodSpec } from "../docker/pod-spec.ts";
import { launchWithin } from "../docker/sitting.ts";
import type { Attendance } from "./attendance.ts";
import { openOverlay } from "./overlay.ts";
import type { Placement, PlacedNode } from "./place-roles.ts";
import { holdService, type RunningTask } from "./service.ts";
import { isStanding, roleOf, type Standing } from "./standing.ts";
import { gone, pin } from "./task-container.ts";
import { takeDownAll } from "./take-down-all.ts";
import { cgroupMount, taskOf, type TaskSpec } from "./task-of.ts";

/** A machine on which a part of a sitting runs, to whoever samples it. */
interface NodeWatch extends Launcher {
  /** In messages: "the node of the load". */
  title: string;
  firstCpu: number;
  containers: SampledContainer[];
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
  const own = [
    ...tasks
      .filter(({ member }) => member.service !== "database")
      .map(({ task, placed }) => ({ task, placed })),
    ...lookers,
  ].map(({ task, placed }) => ({ placed, container: containerOf(placed, task) }));
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
  let sampler: NodeSampler | undefined;
  return {
    running,
    otherLoads: otherLoads.map(({ member }) => running.get(member.member)!),
    address: pod.task.address,
    sample: async (services) => {
      const watch = (placed: PlacedNode, container: Docker.Container): NodeWatch => ({
        title: attendance.nameOf(placed),
        firstCpu: placed.firstCpu,
        hasApp: placed === placement.server,
        reaches: placed.node.id === placement.server.node.id ? [] : [pod.task.address],
        containers: sampledOn(placed, services),
        launch: (program) => launchWithin(container, program),
      });
      // The load's span is the window's.
      const watches = [
        ...lookers.map(({ placed, task }) => watch(placed, containerOf(placed, task))),
        watch(placement.server, running.get("pod")!),
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

/** What else than a node may have gone: the way between two, or a program of the harness on one. */
async function silenceOrEnd(
  sampler: NodeSampler | undefined,
  error: unknown,
): Promise<string | undefined> {
  const silenceMs = await sampler?.longestSilenceMs().catch(() => 0);
  if (silenceMs !== undefined && silenceMs >= longestWaySilenceMs) {
    return `the node of the server was not reached from another one for ${(silenceMs / 1000).toFixed(1)} s; look at the network between them`;
  }
  if (!(error instanceof HostError)) return undefined;
  return `a program of the harness, on the node of the load unless it tells another, failed: ${error.message}; look there for what ended it (memory, an engine that was restarted)`;
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
