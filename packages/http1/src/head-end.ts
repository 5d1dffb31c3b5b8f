const lineFeed = 10;
const carriageReturn = 13;

/**
 * Finds the empty line that ends a head which comes in pieces, looking at each byte once. A carriage return at a line's
 * start ends it too where no line feed follows: it is no head then, and whoever reads it will say so.
 */
export class HeadEnd {
  #state: "in-line" | "at-line-start" | "after-return" = "in-line";

  reset(): void {
    this.#state = "in-line";
  }

  /** The index after the head's last byte; -1 where it is not among these. */
  find(bytes: Uint8Array, from: number, to: number): number {
    for (let i = from; i < to; i++) {
      const byte = bytes[i]!;
      if (this.#state === "after-return") return i + 1;
      if (byte === lineFeed) {
        if (this.#state === "at-line-start") return i + 1;
        this.#state = "at-line-start";
      } else if (byte === carriageReturn && this.#state === "at-line-start") {
        this.#state = "after-return";
      } else {
        this.#state = "in-line";
      }
    }
    return -1;
  }
}
