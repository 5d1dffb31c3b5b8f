import type { ResourceSampler } from "@stackbench/model";
import type Docker from "dockerode";
import type { Reach } from "./addresses.ts";
import type { PodService, PodSpec } from "./pod-spec.ts";

/** What a sitting stands on whose parts are on several engines: what runs of it before its own containers come. */
export interface Ground {
  /** Containers that run, by member, each on its own engine. */
  running: ReadonlyMap<string, Docker.Container>;
  /** Of further nodes that load the server together with that of the member `load`. */
  otherLoads: readonly Docker.Container[];
  /** Where the load reaches the network that the app is in. */
  address: string;
  /** Begins to look at these, and at those that run. Throws HostError. */
  sample(services: readonly SampledContainer[]): Promise<ResourceSampler>;
  /** As `Sitting.lost`. */
  lost(error: unknown): Promise<string | undefined>;
  /** Gives what could not be removed, with the reason; never throws. */
  takeDown(): Promise<string[]>;
}

export interface SampledContainer {
  name: Exclude<PodService, "profiler">;
  containerId: string;
}

/** Lays the ground of one sitting. Throws HostError, EngineRefusal or the signal's reason; then nothing of it is left. */
export interface GroundWork {
  reachOf(name: string): Reach;
  lay(name: string, spec: PodSpec, signal: AbortSignal): Promise<Ground>;
}
