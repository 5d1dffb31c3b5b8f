import { createHash } from "node:crypto";
import { ownIdentity, thisHost } from "@stackbench/host";
import {
  EngineRefusal,
  HostError,
  StackFailure,
  type Driver,
  type KnobOffer,
  type SweepReport,
} from "@stackbench/model";
import type Docker from "dockerode";
import { bringUp } from "../docker/bring-up.ts";
import { Departures } from "../docker/departures.ts";
import { handOut, preparedFrom, sizeOf } from "../docker/hand-out.ts";
import { leastOf, offersFrom } from "../docker/offer.ts";
import type { PodImages } from "../docker/pod-spec.ts";
import { probeKnobs } from "../docker/probe-knobs.ts";
import { refusal } from "../docker/refusal.ts";
import { SittingImages } from "../docker/sitting-images.ts";
import { Images, type ImagesOptions } from "../images/images.ts";
import { Attendance } from "./attendance.ts";
import type { BringImage } from "./bring-image.ts";
import { groundOn } from "./lay-ground.ts";
import { NodeImages } from "./node-images.ts";
import type { SampleNodes } from "./node-watch.ts";
import { nodesOf, type Placement, type PlacedNode } from "./place-roles.ts";
import { roleOf } from "./standing.ts";
import { sweepEngines } from "./sweep-engines.ts";
import { seatOf } from "./seat.ts";
import { apart } from "./take-down-all.ts";
import { swarmTraits } from "./traits.ts";

/** `docker` is where images are built, on whatever machine. */
export interface SwarmDriverOptions extends ImagesOptions {
  manager: Docker;
  placement: Placement;
  /** Of the nodes that are in the placement, by id. */
  engines: ReadonlyMap<string, Docker>;
  bringImage: BringImage;
  sampleNodes: SampleNodes;
  /** Hears what nobody waits for: what could not be removed. */
  report: (message: string) => void;
}

/**
 * The driver that spreads a sitting over the nodes of a Swarm. What is on one node is as in a pod on one machine: the app, its proxy and
 * the slow upstream share a network, in which the app's variants are what they are there.
 */
export function createSwarmDriver(options: SwarmDriverOptions): Driver {
  const { docker, manager, placement, engines, bringImage, sampleNodes, report } = options;
  const images = new Images(options);
  const sittingImages = new SittingImages(images);
  const host = thisHost();
  const owner = ownIdentity(host);
  const departures = new Departures();
  const allEngines = [...new Set([manager, ...engines.values()])].map((engine) => ({
    name: "a node",
    connect: () => engine,
  }));
  const engineOf = ({ node }: PlacedNode): Docker => engines.get(node.id)!;
  const serverEngine = engineOf(placement.server);
  const nodeImages = new NodeImages(bringImage, engineOf);
  const machines = machinesOf(placement);
  const attendance = new Attendance({ manager, engineOf });
  /** Whether something of this driver's may still be on a node. */
  let hasLeft = false;
  const reportLeft = (message: string): void => {
    hasLeft = true;
    report(message);
  };
  /** Whether the last bring-up ended with an error that no missing node explains. */
  let isUnexplained = false;
  const probe = { runId: "probe", sittingId: "probe", owner };

  /** Where each is needed: an image has one id wherever it was loaded from the same archive. */
  const bringAll = async (
    found: PodImages,
    seat: Placement,
    signal?: AbortSignal,
  ): Promise<PodImages> => {
    const brought: PodImages = {};
    for (const [service, id] of Object.entries(found) as [keyof PodImages, string][]) {
      brought[service] = await nodeImages.bring(id, seat[roleOf(service)], signal);
    }
    // The programs of the harness are on every node: they look at it.
    for (const placed of nodesOf(seat)) await nodeImages.bring(found.load!, placed, signal);
    for (const placed of seat.servers.slice(1)) {
      await nodeImages.bring(found.app!, placed, signal);
    }
    return { ...brought, pod: brought.load! };
  };

  /** What failed may have failed because a node went; one that came back at once is seen in nothing but that. */
  const explained = async (error: unknown, seat: Placement): Promise<unknown> => {
    const seen = apart(error);
    const isOfMachine = seen.some(
      (one) => one instanceof HostError || one instanceof EngineRefusal,
    );
    const missing = await attendance.missing(seat);
    if (missing !== undefined) return new StackFailure("machine", missing, [], { cause: error });
    if (!isOfMachine) return error;
    const wasUnexplained = isUnexplained;
    isUnexplained = true;
    const [first] = seen;
    if (wasUnexplained) return first;
    return new StackFailure("machine", (first as Error).message, [], { cause: error });
  };

  return {
    name: "swarm",
    traits: swarmTraits,
    elsewhere: {
      cpus: placement.cpus,
      machines,
      loadNodes: placement.loads.length,
      servers: placement.servers.map(({ node }) => node.id),
    },
    describe: async () => ({
      driver: "swarm",
      description: describePlacement(placement),
      machines,
      baseImages: await images.source(report),
    }),
    refuses: (_stack, variant) => refusal(variant),
    prepare: async (stack, need, tell, signal) => {
      const found = await sittingImages.for(stack, need, tell, signal);
      const { replicas = 1 } = need;
      const seat = seatOf(placement, { variant: { replicas, socket: "tcp" } });
      const { app } = await bringAll(found, seat, signal);
      const prepared = await preparedFrom(docker, found, probe);
      return { ...prepared, imageBytes: await sizeOf(serverEngine, app!) };
    },
    offer: async (knobs, signal) => {
      const base = await images.ensureBase("DEBIAN_IMAGE", report, signal);
      const offers: KnobOffer[][] = [];
      for (const placed of placement.servers) {
        const id = await nodeImages.bring(base.id, placed, signal);
        offers.push(offersFrom(knobs, await probeKnobs(engineOf(placed), id, probe, knobs)));
      }
      return leastOf(offers);
    },
    bringUp: async (request) => {
      const { stack, variant, services, runId, sittingId, signal } = request;
      const { isProfiled = false } = request;
      const seat = seatOf(placement, request);
      await attendance.expectAll(seat, signal);
      const createdFor = { runId, sittingId, owner };
      const need = { services, proxy: variant.proxy, isProfiled };
      const ground = groundOn({
        manager,
        placement: seat,
        engineOf,
        sampleNodes,
        attendance,
        createdFor,
      });
      try {
        const built = await sittingImages.for(stack, need, report, signal);
        const found = await bringAll(built, seat, signal);
        const sitting = await handOut(stack, { departures, sittingImages, report }, () =>
          bringUp(serverEngine, request, found, createdFor, reportLeft, ground),
        );
        isUnexplained = false;
        return sitting;
      } catch (error) {
        if (signal.aborted) throw error;
        throw await explained(error, seat);
      }
    },
    sweep: async (): Promise<SweepReport> => {
      await departures.all();
      const { removed, missed } = await sweepEngines(allEngines, host);
      if (missed[0]) throw missed[0].error;
      return { removed };
    },
    close: async () => {
      await departures.all();
      if (!hasLeft) return;
      // A node that was lost may be back.
      await sweepEngines(allEngines, host, owner);
    },
  };
}

/** "Docker Swarm 20.10.24: server, load (2 nodes) and database on 4 nodes of 2, 4, 4 and 2 CPUs". Results name no machine. */
function describePlacement({ server, loads, database, servers }: Placement): string {
  const nodes = new Map([server, ...loads, database].map(({ node }) => [node.id, node.cpus]));
  const several = loads.length === 1 ? "" : ` (${loads.length} nodes)`;
  const cpus = new Intl.ListFormat("en-GB").format([...nodes.values()].map(String));
  const where =
    nodes.size === 1 ? `one node of ${cpus} CPUs` : `${nodes.size} nodes of ${cpus} CPUs`;
  return `Docker Swarm ${server.node.engineVersion}: server, load${several} and database on ${where}${describeServers(servers)}`;
}

/** `; replicas in turn on 2 server nodes (one more of 4 CPUs), all else of a server on the first`. */
function describeServers([, ...further]: Placement["servers"]): string {
  if (further.length === 0) return "";
  const cpus = new Intl.ListFormat("en-GB").format(further.map(({ node }) => `${node.cpus}`));
  return `; replicas in turn on ${further.length + 1} server nodes (${further.length} more, of ${cpus} CPUs), all else of a server on the first`;
}

/** A node's id stays with it for as long as it is in its Swarm. */
function machinesOf({ server, loads, database, servers }: Placement): string {
  const told = [server, ...loads, database, ...servers.slice(1)].map(({ node }) => [
    node.id,
    node.engineVersion,
    node.cpus,
    node.memoryBytes,
  ]);
  return createHash("sha256").update(JSON.stringify(told)).digest("hex").slice(0, 12);
}
