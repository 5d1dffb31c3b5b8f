import type { ContainerHandle, ResourceSampler } from "@stackbench/model";
import type { ClockEstimate } from "@stackbench/statistics";
import type Docker from "dockerode";
import type { Network, Reach } from "./addresses.ts";
import type { PodContainer, PodSpec } from "./pod-spec.ts";

/** What a sitting stands on whose parts are on several engines: what runs of it before its own containers come. */
export interface Ground {
  /** Containers that run, by member, each on its own engine. */
  running: ReadonlyMap<string, Docker.Container>;
  /** Of further nodes that load the server together with that of the member `load`. */
  otherLoads: readonly Docker.Container[];
  /** Where the load reaches the network that the app is in. */
  address: string;
  /** Of the machine that a network is on. */
  engineOf(network: Network["member"]): Docker;
  /** On which it is, or will be. */
  machineOf(member: PodContainer): string;
  /** Looks at the machines, and from the next beginning on at these containers, if any are told. One sampler, whenever it is asked for. Throws HostError. */
  sample(containers?: readonly ContainerHandle[]): Promise<ResourceSampler>;
  /** By how much the date of a machine is ahead of that of the server's first, once they are looked at. Throws HostError. */
  dateOf(machine: string): Promise<ClockEstimate>;
  /** As `Sitting.lost`. */
  lost(error: unknown): Promise<string | undefined>;
  /** Gives what could not be removed, with the reason; never throws. */
  takeDown(): Promise<string[]>;
}

/** Lays the ground of one sitting. Throws HostError, EngineRefusal or the signal's reason; then nothing of it is left. */
export interface GroundWork {
  reachOf(name: string): Reach;
  lay(name: string, spec: PodSpec, signal: AbortSignal): Promise<Ground>;
}
