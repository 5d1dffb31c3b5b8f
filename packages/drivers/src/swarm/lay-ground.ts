import type Docker from "dockerode";
import type { ContainerHandle } from "@stackbench/model";
import type { Ground, GroundWork } from "../docker/ground.ts";
import type { CreatedFor } from "../docker/labels.ts";
import type { PodSpec } from "../docker/pod-spec.ts";
import type { Attendance } from "./attendance.ts";
import { beginStations, settleStations } from "./begin-stations.ts";
import { compareDates } from "./compare-dates.ts";
import { networksOf } from "./networks.ts";
import { watchesOf, type NodeSampler, type SampleNodes } from "./node-watch.ts";
import { openOverlay } from "./overlay.ts";
import type { Placement, PlacedNode } from "./place-roles.ts";
import { silenceOrEnd } from "./silence-or-end.ts";
import { layOut } from "./stations.ts";
import { takeDownAll } from "./take-down-all.ts";
import { gone } from "./task-container.ts";

export interface GroundDetails {
  manager: Docker;
  /** Of the sitting. */
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
  const { placement } = details;
  return {
    reachOf: (name) => ({
      listensOn: "0.0.0.0",
      // A name: when the app is described, the database has no address yet.
      databaseHost: `${name}-database`,
      networks: networksOf(placement, name),
      profiledFrom: placement.load === placement.server ? "load" : "server",
    }),
    lay: (name, spec, signal) => layGround(details, name, spec, signal),
  };
}

async function layGround(
  { manager, placement, createdFor, engineOf, sampleNodes, attendance }: GroundDetails,
  name: string,
  spec: PodSpec,
  signal: AbortSignal,
): Promise<Ground> {
  const { stations, serverOf, nodeOf } = layOut(placement, spec);
  await using laid = new AsyncDisposableStack();
  const { id: networkId } = laid.use(await openOverlay(manager, name, createdFor));
  const beginning = { manager, engineOf, createdFor, name, networkId, laid };
  const begun = await beginStations(stations, beginning, signal);
  await settleStations(begun, placement, spec.reach.networks, signal);
  const kept = laid.move();
  const pod = begun.find(({ member }) => member === "pod")!;
  const placed = begun.filter(({ service }) => service !== "probe");
  const otherLoads = placed.filter(
    ({ service, member }) => service === "load" && member !== "load",
  );
  const otherLoadHandles = otherLoads.map((one): ContainerHandle => {
    const { id: containerId } = one.container;
    return { name: "load", kind: "container", containerId, machine: one.placed.node.id };
  });
  const watches = watchesOf(begun, placement);
  let sampler: NodeSampler | undefined;
  return {
    running: new Map(placed.map(({ member, container }) => [member, container])),
    otherLoads: otherLoads.map(({ container }) => container),
    address: pod.address,
    engineOf: (network) => engineOf(serverOf(network)),
    machineOf: (member) => nodeOf(member).node.id,
    sample: async (containers) => {
      const seen = containers ? [...containers, ...otherLoadHandles] : [];
      for (const watch of watches) {
        watch.containers = seen.filter(({ machine }) => machine === watch.machine);
      }
      sampler ??= kept.use(await sampleNodes(watches));
      return sampler;
    },
    dateOf: async (machine) => {
      if (!sampler) throw new Error("expected nodes that are looked at, got none");
      return await compareDates(sampler, machine, placement.server.node.id);
    },
    lost: async (error) => {
      // The database's end may be a stack's doing.
      const own = begun.filter(({ service }) => service !== "database");
      return (await attendance.missing(placement, own)) ?? (await silenceOrEnd(sampler, error));
    },
    // A service is gone at once, its containers a moment later: nothing of them may run beside what comes next.
    takeDown: () =>
      takeDownAll(`what ${name} stood on`, kept, () =>
        begun.map(({ container, member }) => gone(container, `${name}-${member}`)),
      ),
  };
}
