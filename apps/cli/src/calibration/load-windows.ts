import {
  StackFailure,
  type LoadGenerator,
  type LoadSpec,
  type MeasureHooks,
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

/** What else is to be done before and behind a window's load, while none runs. */
export type Edges = Required<Pick<MeasureHooks, "beforeLoad" | "afterLoad">>;

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
  const { warmupSeconds } = times;
  if (warmupSeconds > 0) await session.warmUp(warmupSeconds, warmupSeconds, signal);
  // What is done while no load runs needs one that stands still.
  if (edges) await session.rest(signal);
  for (let window = 1; window <= times.windows; window++) {
    let sampling: Sampling | undefined;
    let use: ResourceUse | undefined;
    try {
      const { load } = await session.measure(
        times.durationSeconds,
        {
          ...edges,
          onStart: async () => {
            sampling = await ports.sampler.begin(sitting.services);
          },
          onEnd: async () => {
            use = await sampling?.end();
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
