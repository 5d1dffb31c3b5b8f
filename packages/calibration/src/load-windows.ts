import type { LoadGenerator, LoadSpec, MeasureHooks, Sitting } from "@stackbench/model";
import { measureWindow, type RunPorts } from "@stackbench/runner";
import type { CeilingWindow } from "./judge-ceiling.ts";

/** How long a generator loads a server at a time. */
export interface WindowTimes {
  warmupSeconds: number;
  durationSeconds: number;
  /** Windows after one warm-up. */
  windows: number;
}

/** What else is to be done before and behind a window's load, while none runs. */
type Edges = Required<Pick<MeasureHooks, "beforeLoad" | "afterLoad">>;

/** What loads a server, with what and for how long. */
interface LoadTask {
  generator: LoadGenerator;
  spec: LoadSpec;
  times: WindowTimes;
  signal: AbortSignal;
  edges?: Edges;
}

/** Starts a generator, warms it up once and measures its windows. Throws what the generator throws. */
export async function loadWindows(
  ports: Pick<RunPorts, "sampler">,
  sitting: Sitting,
  { generator, spec, times, signal, edges }: LoadTask,
): Promise<CeilingWindow[]> {
  const measured: CeilingWindow[] = [];
  await using session = await generator.open(sitting, spec);
  const { warmupSeconds } = times;
  if (warmupSeconds > 0)
    await session.warmUp({ seconds: warmupSeconds, atMostSeconds: warmupSeconds }, signal);
  // What is done while no load runs needs one that stands still.
  if (edges) await session.rest(signal);
  for (let window = 1; window <= times.windows; window++) {
    measured.push(
      await measureWindow(ports.sampler, sitting, session, {
        ...edges,
        seconds: times.durationSeconds,
        signal,
      }),
    );
  }
  return measured;
}
