import type { Sitting } from "@stackbench/model";

/**
 * Which sittings are up and which are on their way out. A sitting that is left goes while the next one comes up, if no
 * other is up beside it: nothing is measured then, and `all` is awaited before the next one is handed out.
 */
export class Departures {
  readonly #up = new Set<object>();
  readonly #going = new Set<Promise<void>>();

  /** The sitting, which may be left as well as taken down. */
  watch(sitting: Sitting): Sitting {
    this.#up.add(sitting);
    const takeDown = async (): Promise<void> => {
      try {
        await sitting[Symbol.asyncDispose]();
      } finally {
        this.#up.delete(sitting);
      }
    };
    return {
      ...sitting,
      leave: async () => {
        const going = takeDown();
        const isAlone = [...this.#up].every((other) => other === sitting);
        if (!isAlone) return await going;
        this.#going.add(going);
        const gone = (): void => void this.#going.delete(going);
        going.then(gone, gone);
      },
      [Symbol.asyncDispose]: takeDown,
    };
  }

  /** Resolves once no sitting is on its way out any more. Taking down never fails: what stays is reported. */
  async all(): Promise<void> {
    await Promise.allSettled(this.#going);
  }
}
