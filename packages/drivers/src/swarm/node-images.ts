import type Docker from "dockerode";
import type { BringImage } from "./bring-image.ts";
import type { PlacedNode } from "./place-roles.ts";

/** Images on the nodes of a Swarm, brought from where they are built. Each is looked for once a node. */
export class NodeImages {
  readonly #bring: BringImage;
  readonly #engineOf: (placed: PlacedNode) => Docker;
  /** By node and image. */
  readonly #there = new Map<string, string>();

  constructor(bring: BringImage, engineOf: (placed: PlacedNode) => Docker) {
    this.#bring = bring;
    this.#engineOf = engineOf;
  }

  /** Its id on that node. Throws EngineRefusal, HostError or the signal's reason. */
  async bring(image: string, to: PlacedNode, signal?: AbortSignal): Promise<string> {
    const key = `${to.node.id} ${image}`;
    const known = this.#there.get(key);
    if (known !== undefined) return known;
    const { id } = await this.#bring(this.#engineOf(to), image, signal);
    this.#there.set(key, id);
    return id;
  }
}
