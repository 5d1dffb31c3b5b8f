import {
  StackFailure,
  type LoadGenerator,
  type LoadSpec,
  type ResourceUse,
  type Sampling,
  type Sitting,
} from "@stackbench/model";
import type { RunPorts } from "@stackbench/runner";
import type { CeilingWindow } from "./judge-ceiling.ts";

/** How long a generator loads a server at a time. */
export interface WindowTimes {
  warmupSeconds: number;
  durationSeconds: number;
  /** Windows after one warm-up. */
  windows: number;
}

/** What else is to be done at a window's edges, while no load runs. */
export interface Edges {
  onStart(): Promise<void>;
  onEnd(): Promise<void>;
}

/** Starts a generator, warms it up once and measures its windows. Throws what the generator throws. */
export async function loadWindows(
  ports: Pick<RunPorts, "sampler">,
  sitting: Sitting,
  generator: LoadGenerator,
  spec: LoadSpec,
  times: WindowTimes,
  signal: AbortSignal,
  edges?: Edges,
): Promise<CeilingWindow[]> {
  const measured: CeilingWindow[] = [];
  await using session = await generator.open(sitting, spec);
  if (times.warmupSeconds > 0) await session.warmUp(times.warmupSeconds, signal);
  for (let window = 1; window <= times.windows; window++) {
    let sampling: Sampling | undefined;
    let use: ResourceUse | undefined;
    try {
      const load = await session.measure(
        times.durationSeconds,
        {
          onStart: async () => {
            await edges?.onStart();
            sampling = await ports.sampler.begin(sitting.services);
          },
          onEnd: async () => {
            use = await sampling?.end();
            await edges?.onEnd();
          },
          onProgress: () => {},
        },
        signal,
      );
      if (!use) throw new StackFailure("window", "the generator ended a window without its edges");
      measured.push({ load, use });
    } finally {
      await sampling?.[Symbol.asyncDispose]();
    }
  }
  return measured;
}
