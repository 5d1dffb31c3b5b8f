import { createHash } from "node:crypto";
import { ownIdentity, thisHost } from "@stackbench/host";
import { HostError, type Driver, type KnobOffer, type SweepReport } from "@stackbench/model";
import type Docker from "dockerode";
import { bringUp } from "../docker/bring-up.ts";
import { Departures } from "../docker/departures.ts";
import { handOut, preparedFrom } from "../docker/hand-out.ts";
import { leastOf, offersFrom } from "../docker/offer.ts";
import type { PodImages } from "../docker/pod-spec.ts";
import { probeKnobs } from "../docker/probe-knobs.ts";
import { refusal } from "../docker/refusal.ts";
import { SittingImages } from "../docker/sitting-images.ts";
import { sweep } from "../docker/sweep.ts";
import { Images, type ImagesOptions } from "../images/images.ts";
import { groundOn, type SampleNodes } from "./lay-ground.ts";
import { NodeImages } from "./node-images.ts";
import type { Placement, PlacedNode } from "./place-roles.ts";
import { roleOf } from "./standing.ts";
import { swarmTraits } from "./traits.ts";

/** `docker` is where images are built, on whatever machine. */
export interface SwarmDriverOptions extends ImagesOptions {
  manager: Docker;
  placement: Placement;
  /** Of the nodes that are in the placement, by id. */
  engines: ReadonlyMap<string, Docker>;
  sampleNodes: SampleNodes;
  /** Hears what nobody waits for: what could not be removed. */
  report: (message: string) => void;
}

/**
 * The driver that spreads a sitting over the nodes of a Swarm. What is on one node is as in a pod on one machine: the app, its proxy and
 * the slow upstream share a network, in which the app's variants are what they are there.
 */
export function createSwarmDriver(options: SwarmDriverOptions): Driver {
  const { docker, manager, placement, engines, sampleNodes, report } = options;
  const images = new Images(options);
  const sittingImages = new SittingImages(images);
  const host = thisHost();
  const owner = ownIdentity(host);
  const departures = new Departures();
  const engineOf = ({ node }: PlacedNode): Docker => engines.get(node.id)!;
  const serverEngine = engineOf(placement.server);
  const nodeImages = new NodeImages(docker, engineOf);
  const machines = machinesOf(placement);
  const probe = { runId: "probe", sittingId: "probe", owner };

  /** Where each is needed: an image has one id wherever it was loaded from the same archive. */
  const bringAll = async (
    found: PodImages,
    replicas: number,
    signal?: AbortSignal,
  ): Promise<PodImages> => {
    const brought: PodImages = {};
    for (const [service, id] of Object.entries(found) as [keyof PodImages, string][]) {
      brought[service] = await nodeImages.bring(id, placement[roleOf(service)], signal);
    }
    // The programs of the harness are on every node: they look at it.
    for (const role of ["server", "load", "database"] as const) {
      await nodeImages.bring(found.load!, placement[role], signal);
    }
    for (const placed of placement.servers.slice(1, replicas)) {
      for (const id of [found.app!, found.load!]) await nodeImages.bring(id, placed, signal);
    }
    return { ...brought, pod: brought.load! };
  };

  return {
    name: "swarm",
    traits: swarmTraits,
    elsewhere: { cpus: placement.cpus, machines },
    describe: async () => ({
      driver: "swarm",
      description: describePlacement(placement),
      machines,
      baseImages: await images.source(report),
    }),
    refuses: (_stack, variant) => refusal(variant),
    prepare: async (stack, need, tell, signal) => {
      const found = await sittingImages.for(stack, need, tell, signal);
      await bringAll(found, need.replicas ?? 1, signal);
      return await preparedFrom(docker, found, probe);
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
      if (request.firstRequest !== undefined) {
        throw new HostError(
          "--driver=swarm: a start cannot be timed there, for the clocks of two machines stand in it; expected --driver=docker",
        );
      }
      const createdFor = { runId, sittingId, owner };
      const need = { services, proxy: variant.proxy };
      const built = await sittingImages.for(stack, need, report, signal);
      const found = await bringAll(built, variant.replicas, signal);
      const ground = groundOn({ manager, placement, engineOf, sampleNodes, createdFor });
      return await handOut(stack, { departures, sittingImages, report }, () =>
        bringUp(serverEngine, request, found, createdFor, report, ground),
      );
    },
    sweep: async (): Promise<SweepReport> => {
      await departures.all();
      const removed: string[] = [];
      // A service's containers hold networks: it goes first.
      for (const engine of new Set([manager, ...engines.values()])) {
        removed.push(...(await sweep(engine, host)));
      }
      return { removed };
    },
    close: () => departures.all(),
  };
}

/** "Docker Swarm 20.10.24: server, load and database on 3 nodes of 2, 4 and 2 CPUs". Results name no machine. */
function describePlacement({ server, load, database, servers }: Placement): string {
  const nodes = new Map([server, load, database].map(({ node }) => [node.id, node.cpus]));
  const cpus = new Intl.ListFormat("en-GB").format([...nodes.values()].map(String));
  const where =
    nodes.size === 1 ? `one node of ${cpus} CPUs` : `${nodes.size} nodes of ${cpus} CPUs`;
  return `Docker Swarm ${server.node.engineVersion}: server, load and database on ${where}${describeServers(servers)}`;
}

/** `; replicas in turn on 2 server nodes (one more of 4 CPUs), all else of a server on the first`. */
function describeServers([, ...further]: Placement["servers"]): string {
  if (further.length === 0) return "";
  const cpus = new Intl.ListFormat("en-GB").format(further.map(({ node }) => `${node.cpus}`));
  return `; replicas in turn on ${further.length + 1} server nodes (${further.length} more, of ${cpus} CPUs), all else of a server on the first`;
}

/** A node's id stays with it for as long as it is in its Swarm. */
function machinesOf({ server, load, database, servers }: Placement): string {
  const told = [server, load, database, ...servers.slice(1)].map(({ node }) => [
    node.id,
    node.engineVersion,
    node.cpus,
    node.memoryBytes,
  ]);
  return createHash("sha256").update(JSON.stringify(told)).digest("hex").slice(0, 12);
}
