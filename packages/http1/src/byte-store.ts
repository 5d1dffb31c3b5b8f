const firstBytes = 1024;
/** What is kept for the next use is no larger. */
const mostSpareBytes = 64 * 1024;

/**
 * Bytes that come in pieces, however small: put behind one another in a store that doubles when it is full, so that no
 * byte is copied more than twice on the average.
 */
export class ByteStore {
  length = 0;
  #store = new Uint8Array(0);

  add(bytes: Uint8Array, from: number, to: number): void {
    const end = this.length + (to - from);
    if (end > this.#store.length) this.#grow(end);
    if (to - from < 16) {
      // Not worth a view of its own: some servers flush every byte.
      for (let i = from, at = this.length; i < to; i++, at++) this.#store[at] = bytes[i]!;
    } else {
      this.#store.set(bytes.subarray(from, to), this.length);
    }
    this.length = end;
  }

  clear(): void {
    this.length = 0;
    if (this.#store.length > mostSpareBytes) this.#store = new Uint8Array(0);
  }

  /** Valid until more is added. */
  view(): Buffer {
    return Buffer.from(this.#store.buffer, 0, this.length);
  }

  /** As `view`, and the store forgets them: they are the caller's. */
  take(): Buffer {
    const taken = this.view();
    this.#store = new Uint8Array(0);
    this.length = 0;
    return taken;
  }

  #grow(leastBytes: number): void {
    const grown = new Uint8Array(Math.max(firstBytes, leastBytes, 2 * this.#store.length));
    grown.set(this.#store.subarray(0, this.length));
    this.#store = grown;
  }
}
