import type { Prepared, Sitting, Stack } from "@stackbench/model";
import type Docker from "dockerode";
import { withLeftOut } from "../images/left-out.ts";
import { ask } from "./ask.ts";
import type { Departures } from "./departures.ts";
import type { CreatedFor } from "./labels.ts";
import type { PodImages } from "./pod-spec.ts";
import type { SittingImages } from "./sitting-images.ts";
import { versionsIn } from "./versions.ts";

interface HandOut {
  departures: Departures;
  sittingImages: SittingImages;
  report: (message: string) => void;
}

/**
 * The sitting that `bring` brings up, once the last one is gone. A failure tells what of the stack's folder is not in
 * its image. Throws what `bring` throws.
 */
export async function handOut(
  stack: Stack,
  { departures, sittingImages, report }: HandOut,
  bring: () => Promise<Sitting>,
): Promise<Sitting> {
  try {
    return departures.watch(await bring());
  } catch (error) {
    throw withLeftOut(error, (await sittingImages.stack(stack, report)).leftOut);
  } finally {
    // The last one went while this one came: it must be gone before anything is measured, or is told to be over.
    await departures.all();
  }
}

/** What is told of the images of a sitting, on the engine where they were built. */
export async function preparedFrom(
  docker: Docker,
  images: PodImages,
  createdFor: CreatedFor,
): Promise<Prepared> {
  return {
    images: { ...images },
    imageBytes: await sizeOf(docker, images.app!),
    versions: await versionsIn(docker, images, createdFor),
  };
}

/** With all its layers, bytes. */
export async function sizeOf(docker: Docker, image: string): Promise<number> {
  // It takes no signal; the engine answers this from what it has in memory.
  const { Size } = await ask("inspect the app's image", () => docker.getImage(image).inspect());
  return Size;
}
