import { Images, type ImagesOptions } from "../images/images.ts";
import type { Image } from "../images/ensure.ts";

/** The image that holds the programs of the harness; built where it is absent. Throws HostError. */
export async function loadImageOf(
  options: ImagesOptions,
  report: (message: string) => void,
  signal?: AbortSignal,
): Promise<Image> {
  return await new Images(options).ensureHarness("load", report, signal);
}
