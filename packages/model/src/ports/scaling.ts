import type { ServiceHandle } from "./driver.ts";

/**
 * The steps of a replica: its container runs, it answered `/healthz` rightly, the proxy sends it requests; the proxy sends
 * it no more, what it still had is answered, it has ended on SIGTERM. `died`: it ended although nobody asked it to.
 */
const scaleSteps = [
  "started",
  "ready",
  "in-proxy",
  "draining",
  "drained",
  "gone",
  "died",
] as const;
type ScaleStepName = (typeof scaleSteps)[number];

export interface ScaleStep {
  /** From 1; a number that has become free is given to the next. */
  replica: number;
  step: ScaleStepName;
  /** From `started` on, where the container is one of this machine. */
  handle?: ServiceHandle;
  /** Of a death, or of an end that was not as it should be: "exited with code 3". */
  message?: string;
}

/** A replica that the proxy sends requests to. */
export interface ServingReplica {
  replica: number;
  /** Absent where it is not one of this machine. */
  handle?: ServiceHandle;
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
