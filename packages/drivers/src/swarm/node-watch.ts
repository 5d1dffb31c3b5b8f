import type { ContainerHandle, Launcher, ResourceSampler } from "@stackbench/model";
import { launchWithin } from "../docker/sitting.ts";
import type { BegunStation } from "./begin-stations.ts";
import { nodeTitle } from "./node-title.ts";
import type { Placement } from "./place-roles.ts";

/** A machine on which a part of a sitting runs, to whoever samples it. */
export interface NodeWatch extends Launcher {
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
export interface NodeSampler extends ResourceSampler, AsyncDisposable {
  longestSilenceMs(): Promise<number>;
}

/** Begins to sample nodes. Throws HostError. */
export type SampleNodes = (nodes: readonly NodeWatch[]) => Promise<NodeSampler>;

/** One a node, that of the load first: its span is the window's. `containers`: all that is to be seen, wherever it is. */
export function watchesOf(
  begun: readonly BegunStation[],
  containers: readonly ContainerHandle[],
  placement: Placement,
): NodeWatch[] {
  const pod = begun.find(({ member }) => member === "pod")!;
  return begun
    .filter(({ looks }) => looks)
    .map(({ service, placed, container }): NodeWatch => ({
      title: nodeTitle(placement, placed),
      machine: placed.node.id,
      firstCpu: placed.firstCpu,
      hasApp: service === "pod",
      reaches: placed === pod.placed ? [] : [pod.address],
      containers: containers.filter(({ machine }) => machine === placed.node.id),
      launch: (program) => launchWithin(container, program),
    }))
    .toSorted((a, b) => Number(isOfLoad(b)) - Number(isOfLoad(a)));
}

function isOfLoad({ containers }: NodeWatch): boolean {
  return containers.some(({ name }) => name === "load");
}
