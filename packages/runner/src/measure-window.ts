import {
  StackFailure,
  type Followed,
  type LoadSession,
  type MeasuredLoad,
  type MeasureHooks,
  type ResourceSampler,
  type ResourceUse,
  type Sampling,
  type Profile,
  type Profiling,
  type Sitting,
} from "@stackbench/model";
import { samplerOf } from "./sampler-of.ts";

/** What is to be measured, and what is told meanwhile. */
export interface WindowTask {
  /** Between the two edges. */
  seconds: number;
  signal: AbortSignal;
  /** What of the app's processes is followed beside. */
  followed?: Followed;
  /** Turns a profiler on, under load and before the first edge; it is off once the second is read. */
  profile?(): Promise<Profiling>;
  beforeLoad?: MeasureHooks["beforeLoad"];
  afterLoad?: MeasureHooks["afterLoad"];
  onProgress?: MeasureHooks["onProgress"];
  /** What goes on from the one edge to the other beside the load. */
  beside?: { begin(sampling: Sampling): void; end(): void };
}

/** A window: its load, and what the services used between the same two edges. */
export interface MeasuredUse extends MeasuredLoad {
  use: ResourceUse;
  /** Present where it was asked for. */
  profile?: Profile;
}

/**
 * Measures one window of a session that is open: the sampler reads at the edges of the load. Everything that measures
 * (runs, calibration, proofs, perf) does so by this. Throws what the session throws, and StackFailure (stage `window`)
 * where a generator ends without its edges.
 */
export async function measureWindow(
  sampler: ResourceSampler,
  sitting: Pick<Sitting, "services" | "sampler">,
  session: LoadSession,
  { seconds, signal, followed, profile, beforeLoad, afterLoad, onProgress, beside }: WindowTask,
): Promise<MeasuredUse> {
  let sampling: Sampling | undefined;
  let use: ResourceUse | undefined;
  let profiling: Profiling | undefined;
  let profiled: Profile | undefined;
  try {
    const measured = await session.measure(
      seconds,
      {
        ...(beforeLoad && { beforeLoad }),
        ...(afterLoad && { afterLoad }),
        onStart: async () => {
          profiling = await profile?.();
          sampling = await samplerOf(sitting, sampler).begin(sitting.services, followed);
          beside?.begin(sampling);
        },
        onEnd: async () => {
          beside?.end();
          use = await sampling?.end();
          profiled = await profiling?.end();
        },
        onProgress: onProgress ?? (() => {}),
      },
      signal,
    );
    if (!use) throw new StackFailure("window", "the generator ended a window without its edges");
    return { ...measured, use, ...(profiled && { profile: profiled }) };
  } finally {
    await sampling?.[Symbol.asyncDispose]();
    await profiling?.[Symbol.asyncDispose]();
  }
}
