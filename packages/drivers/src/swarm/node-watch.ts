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
  /** Read at each beginning: an app's come when its node is looked at already. */
  containers: ContainerHandle[];
  hasApp: boolean;
  /** Addresses of others that it must reach. */
  reaches: readonly string[];
}

/** Samples nodes, and tells for how long at most one did not reach another, ms, and what the date of one is, whole ms since 1970. */
export interface NodeSampler extends ResourceSampler, AsyncDisposable {
  longestSilenceMs(): Promise<number>;
  now(machine: string): Promise<number>;
}

/** Begins to sample nodes. Throws HostError. */
export type SampleNodes = (nodes: readonly NodeWatch[]) => Promise<NodeSampler>;

/** One a node, those of the load first: the first one's span is the window's. Their containers are still to be told. */
export function watchesOf(begun: readonly BegunStation[], placement: Placement): NodeWatch[] {
  const pod = begun.find(({ member }) => member === "pod")!;
  const isOfLoad = ({ placed }: BegunStation): boolean =>
    placement.loads.some(({ node }) => node.id === placed.node.id);
  return begun
    .filter(({ looks }) => looks)
    .toSorted((a, b) => Number(isOfLoad(b)) - Number(isOfLoad(a)))
    .map(({ service, placed, container }): NodeWatch => ({
      title: nodeTitle(placement, placed),
      machine: placed.node.id,
      firstCpu: placed.firstCpu,
      hasApp: service === "pod",
      reaches: placed === pod.placed ? [] : [pod.address],
      containers: [],
      launch: (program) => launchWithin(container, program),
    }));
}
