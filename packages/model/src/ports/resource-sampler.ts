import type { ResourceUse } from "../resources.ts";
import type { AnyHandle, ServiceHandle } from "./driver.ts";

/** How the app's processes of one group are told from all others. */
export interface ProcessGroupMark {
  name: string;
  /** Stands in the command line of its processes. */
  title: string;
}

/** What is followed beside, where it is asked for. */
export interface Followed {
  /** Those of the app; a process belongs to the first whose title its command line has. */
  groups?: readonly ProcessGroupMark[];
  /** Whether the memory of each process of the app is sampled in time. */
  seriesOf?: "memory";
}

/** Reads what services and host use. */
export interface ResourceSampler {
  /**
   * Reads the first edge and starts sampling memory and process counts. Services of one name, such as replicas of
   * the app, are summed.
   */
  begin(services: readonly ServiceHandle[], followed?: Followed): Promise<Sampling>;
  /**
   * CPU time that one service used since this was called, seconds, whenever it is asked; undefined for what cannot be
   * read, or not any more.
   */
  meter(service: AnyHandle): () => Promise<number | undefined>;
}

/** A sampling under way. Disposing without `end` only stops it. */
export interface Sampling extends AsyncDisposable {
  /** A replica of the app has come: it counts from now on. */
  join(service: AnyHandle): void;
  /** One that joined is about to end: what it used until now counts. */
  part(service: AnyHandle): void;
  /** Reads the second edge, stops, and gives the differences. */
  end(): Promise<ResourceUse>;
}
