import type Docker from "dockerode";
import { EngineRefusal } from "@stackbench/model";
import { ask } from "../docker/ask.ts";
import { hearing } from "../docker/hearing.ts";
import { patience } from "../docker/patience.ts";
import { findImage, type Image } from "../images/ensure.ts";
import type { Registry } from "./registry.ts";
import { RegistryWay } from "./registry-way.ts";

/** Brings an image from where it is built to an engine, unless it is there. Throws EngineRefusal, HostError or the signal's reason. */
export type BringImage = (to: Docker, reference: string, signal?: AbortSignal) => Promise<Image>;

/** Through the registry where there is one, else saved and loaded. */
export function imageBringer(from: Docker, registry: Registry | undefined): BringImage {
  const way = registry && new RegistryWay(from, registry, process.env);
  return async (to, reference, signal) => {
    const there = await findImage(to, reference);
    if (there) return there;
    return way
      ? await way.bring(to, reference, signal)
      : await saveAndLoad(from, to, reference, signal);
  };
}

async function saveAndLoad(
  from: Docker,
  to: Docker,
  reference: string,
  signal?: AbortSignal,
): Promise<Image> {
  const limits = { timeoutMs: patience.beginMs, signal };
  await ask(
    `bring the image ${reference} to a node`,
    async (abortSignal) => {
      const archive = await hearing(from, abortSignal).getImage(reference).get();
      const answer = await hearing(to, abortSignal).loadImage(archive, { quiet: true });
      for await (const _ of answer);
    },
    limits,
  );
  const brought = await findImage(to, reference);
  if (brought) return brought;
  throw new EngineRefusal("load", 404, `${reference} is not there after it was brought`);
}
