import type { ResourceUse } from "../resources.ts";
import type { ServiceHandle } from "./driver.ts";

/** Reads what services and host use. */
export interface ResourceSampler {
  /** Reads the first edge and starts sampling memory and process counts. */
  begin(services: readonly ServiceHandle[]): Promise<Sampling>;
}

/** A sampling under way. Disposing without `end` only stops it. */
export interface Sampling extends AsyncDisposable {
  /** Reads the second edge, stops, and gives the differences. */
  end(): Promise<ResourceUse>;
}
