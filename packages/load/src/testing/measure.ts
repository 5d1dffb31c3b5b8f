import type {
  GeneratorId,
  Launcher,
  LoadResult,
  LoadSpec,
  MeasuredLoad,
  MeasureHooks,
} from "@stackbench/model";
import { createGenerator } from "../create-generator.ts";
import { localLauncher } from "./local-launcher.ts";

interface Times {
  warmUpSeconds?: number;
  atMostSeconds?: number;
  seconds?: number;
  hooks?: Partial<MeasureHooks>;
  launcher?: Launcher;
}

/** One whole session of a generator: warm-up, window, end. What is kept of it. */
export async function measure(
  id: GeneratorId,
  spec: LoadSpec,
  times: Times = {},
): Promise<LoadResult> {
  return (await measureWhole(id, spec, times)).load;
}

/** The same, with what is looked at once. */
export async function measureWhole(
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
  if (warmUpSeconds > 0) await session.warmUp(warmUpSeconds, atMostSeconds, signal);
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
