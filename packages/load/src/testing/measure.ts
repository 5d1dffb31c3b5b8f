import type { GeneratorId, LoadResult, LoadSpec, MeasureHooks } from "@stackbench/model";
import { createGenerator } from "../create-generator.ts";
import { localLauncher } from "./local-launcher.ts";

/** One whole session of a generator: warm-up, window, end. */
export async function measure(
  id: GeneratorId,
  spec: LoadSpec,
  {
    warmUpSeconds = 0,
    seconds = 0.4,
    hooks = {},
  }: { warmUpSeconds?: number; seconds?: number; hooks?: Partial<MeasureHooks> } = {},
): Promise<LoadResult> {
  const signal = AbortSignal.timeout(45_000);
  await using session = await createGenerator(id).open(localLauncher(), spec);
  if (warmUpSeconds > 0) await session.warmUp(warmUpSeconds, signal);
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
