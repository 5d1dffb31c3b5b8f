import type {
  ClosedLoad,
  GeneratorId,
  Launcher,
  LoadResult,
  LoadSpec,
  MeasuredLoad,
  MeasureHooks,
  OpenLoad,
} from "@stackbench/model";
import { createGenerator } from "../generators.ts";
import { localLauncher } from "./local-launcher.ts";

interface Times {
  warmUpSeconds?: number;
  atMostSeconds?: number;
  seconds?: number;
  hooks?: Partial<MeasureHooks>;
  launcher?: Launcher;
}

/** Those that see each request. */
type Watching = "stackbench" | "autocannon";
type WatchedLoad = ClosedLoad | OpenLoad;
type Measured<Load extends LoadResult> = Omit<MeasuredLoad, "load"> & { load: Load };

/** One whole session of a generator: warm-up, window, end. What is kept of it. */
export function measure(id: Watching, spec: LoadSpec, times?: Times): Promise<WatchedLoad>;
export function measure(id: GeneratorId, spec: LoadSpec, times?: Times): Promise<LoadResult>;
export async function measure(
  id: GeneratorId,
  spec: LoadSpec,
  times: Times = {},
): Promise<LoadResult> {
  return (await measureSession(id, spec, times)).load;
}

/** The same, with what is looked at once. */
export async function measureWhole(
  id: Watching,
  spec: LoadSpec,
  times: Times = {},
): Promise<Measured<WatchedLoad>> {
  const { load, ...rest } = await measureSession(id, spec, times);
  if (load.kind === "totals") throw new Error("expected a generator that sees each request");
  return { load, ...rest };
}

/** Of an open loop, by the one that has it. */
export async function measureOpen(spec: LoadSpec, times: Times = {}): Promise<Measured<OpenLoad>> {
  const { load, ...rest } = await measureSession("stackbench", spec, times);
  if (load.kind !== "open") throw new Error(`expected an open loop, got ${load.kind}`);
  return { load, ...rest };
}

async function measureSession(
  id: GeneratorId,
  spec: LoadSpec,
  {
    warmUpSeconds = 0,
    atMostSeconds = warmUpSeconds,
    seconds = 0.4,
    hooks = {},
    launcher = localLauncher(),
  }: Times = {},
): Promise<MeasuredLoad> {
  const signal = AbortSignal.timeout(45_000);
  await using session = await createGenerator(id).open(launcher, spec);
  if (warmUpSeconds > 0) await session.warmUp({ seconds: warmUpSeconds, atMostSeconds }, signal);
  const all: MeasureHooks = {
    onStart: () => Promise.resolve(),
    onEnd: () => Promise.resolve(),
    onProgress: () => {},
    ...hooks,
  };
  return await session.measure(seconds, all, signal);
}

/** Sum of all errors. */
export function failed(result: LoadResult): number {
  return Object.values(result.errors).reduce((sum, count) => sum + count, 0);
}
