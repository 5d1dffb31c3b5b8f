import type { PrepareNeed, Stack } from "@stackbench/model";
import { Images, type ImagesOptions } from "./images.ts";

/** Whether a run could start without building. `missing` names the images that are not there. */
export interface ImagesReadiness {
  ready: boolean;
  missing: string[];
}

/** Looks, and neither builds nor asks a registry. Throws HostError where the engine is silent. */
export async function imagesReady(
  options: ImagesOptions,
  stacks: readonly Stack[],
  need: PrepareNeed,
): Promise<ImagesReadiness> {
  const missing = await new Images(options).missing(stacks, need);
  return { ready: missing.length === 0, missing };
}
