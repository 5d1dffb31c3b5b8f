import { StackFailure, type Failure, type Stack } from "@stackbench/model";
import { ask, isMissing } from "../docker/ask.ts";
import { hearing } from "../docker/hearing.ts";
import { baseNames } from "./base-names.ts";
import type { Image } from "./ensure.ts";
import { harnessImages } from "./harness-image.ts";
import { Images, type ImagesOptions } from "./images.ts";
import { stackImageName } from "./stack-image.ts";

/** What `bench images` tells. */
export interface BuiltImages {
  source: "official" | "debootstrap";
  /** Bases first. `sizeBytes` includes layers shared with other images. */
  images: { name: string; reference: string; id: string; sizeBytes: number }[];
  /** What all take on disk together, layers that a base shares counted once. */
  totalBytes: number;
  /** Stacks whose image did not build. */
  failures: { stack: string; failure: Failure }[];
}

/** Builds what is absent: all bases, the harness's images, and the stacks'. Throws HostError, or the signal's reason. */
export async function buildImages(
  options: ImagesOptions,
  stacks: readonly Stack[],
  report: (message: string) => void,
  signal?: AbortSignal,
): Promise<BuiltImages> {
  const images = new Images(options);
  const source = await images.source(report, signal);
  const all = new Map<string, Image>();
  for (const name of baseNames) {
    const short = name.replace("_IMAGE", "").toLowerCase();
    all.set(short, await images.ensureBase(name, report, signal));
  }
  for (const name of harnessImages) {
    all.set(name, await images.ensureHarness(name, report, signal));
  }
  const failures: BuiltImages["failures"] = [];
  for (const stack of stacks) {
    try {
      all.set(stackImageName(stack.id), await images.ensureStack(stack, report, signal));
    } catch (error) {
      if (!(error instanceof StackFailure)) throw error;
      failures.push({ stack: stack.id, failure: error.failure });
    }
  }
  return {
    source,
    images: [...all].map(([name, { reference, id, sizeBytes }]) => ({
      name,
      reference,
      id,
      sizeBytes,
    })),
    totalBytes: await sizeOnDisk(options, [...all.values()]),
    failures,
  };
}

async function sizeOnDisk({ docker }: ImagesOptions, images: readonly Image[]): Promise<number> {
  // An image inherits its base's history word for word: equal steps are one layer.
  const sizes = new Map<string, number>();
  for (const { id } of images) {
    const steps = (await ask("read an image's history", (abortSignal) =>
      hearing(docker, abortSignal).getImage(id).history(),
    ).catch((error: unknown) => {
      // Another checkout may have made it anew meanwhile, and removed this one.
      if (isMissing(error)) return [];
      throw error;
    })) as {
      Created: number;
      CreatedBy: string;
      Size: number;
    }[];
    for (const step of steps) {
      sizes.set(`${step.Created} ${step.Size} ${step.CreatedBy}`, step.Size);
    }
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}
