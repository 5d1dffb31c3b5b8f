import type Docker from "dockerode";
import { EngineRefusal } from "@stackbench/model";
import { ask } from "../docker/ask.ts";
import { hearing } from "../docker/hearing.ts";
import { patience } from "../docker/patience.ts";
import { findImage, type Image } from "../images/ensure.ts";

/** Saves an image from one engine into another, unless it is there. Throws EngineRefusal or HostError. */
export async function bringImage(
  from: Docker,
  to: Docker,
  reference: string,
  signal?: AbortSignal,
): Promise<Image> {
  const there = await findImage(to, reference);
  if (there) return there;
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
