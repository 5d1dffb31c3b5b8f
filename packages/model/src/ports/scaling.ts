import type { ScaleStepName } from "../scaling.ts";
import type { AnyHandle } from "./driver.ts";

export interface ScaleStep {
  /** From 1; a number that has become free is given to the next. */
  replica: number;
  step: ScaleStepName;
  /** With `started`, `drained` and `died`, where the container can be looked at. */
  handle?: AnyHandle;
  /** Of a death, or of an end that was not as it should be: "exited with code 3". */
  message?: string;
}

/** A replica that the proxy sends requests to. */
export interface ServingReplica {
  replica: number;
  /** Absent where nobody can look at it. */
  handle?: AnyHandle;
}

/** Of a sitting whose app can have more replicas, and fewer, while it serves. */
export interface Scaling {
  serving(): readonly ServingReplica[];
  /** Every step from now on, in their order, told as it is taken; what is given ends that. */
  follow(onStep: (step: ScaleStep) => void): () => void;
  /**
   * Resolves once so many replicas are behind the proxy, one to the variant's `replicas`: new ones were ready before it
   * sent them anything, old ones were drained before they ended. Throws StackFailure where one does not come up, which is
   * then removed, and HostError.
   */
  scaleTo(count: number): Promise<void>;
}
