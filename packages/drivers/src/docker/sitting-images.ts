import type { PrepareNeed, Stack } from "@stackbench/model";
import { harnessFor, type Images, type StackImage } from "../images/images.ts";
import type { PodImages } from "./pod-spec.ts";

type Tell = (message: string) => void;

/** The images of sittings by service, on the engine where they are built. */
export class SittingImages {
  readonly #images: Images;
  readonly #stacks = new Map<string, Promise<StackImage>>();

  constructor(images: Images) {
    this.#images = images;
  }

  /** Throws StackFailure (stage `image`), HostError, or the signal's reason. */
  stack(stack: Stack, tell: Tell, signal?: AbortSignal): Promise<StackImage> {
    const key = `${stack.id} ${stack.directory}`;
    const known = this.#stacks.get(key);
    if (known) return known;
    const making = this.#images.ensureStack(stack, tell, signal);
    this.#stacks.set(key, making);
    making.catch(() => this.#stacks.delete(key));
    return making;
  }

  /** All that a sitting of this stack needs. Throws what `stack` throws. */
  async for(stack: Stack, need: PrepareNeed, tell: Tell, signal?: AbortSignal): Promise<PodImages> {
    const found: PodImages = {};
    for (const [service, name] of harnessFor(need)) {
      found[service] = (await this.#images.ensureHarness(name, tell, signal)).id;
    }
    if (need.services.includes("upstream") && found.load) found.upstream = found.load;
    found.app = (await this.stack(stack, tell, signal)).id;
    return found;
  }
}
