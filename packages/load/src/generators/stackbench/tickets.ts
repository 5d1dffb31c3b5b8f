/** How many requests of a bounded window are still to be sent, over all threads: each takes one ticket. */
export class Tickets {
  readonly #left: Int32Array;

  /** Threads that share a window share the memory. */
  constructor(memory: SharedArrayBuffer) {
    this.#left = new Int32Array(memory);
  }

  static readonly memoryBytes = Int32Array.BYTES_PER_ELEMENT;

  /** Before a window: so many are there. */
  issue(count: number): void {
    Atomics.store(this.#left, 0, count);
  }

  /** False where none is left. */
  take(): boolean {
    return Atomics.sub(this.#left, 0, 1) > 0;
  }
}
