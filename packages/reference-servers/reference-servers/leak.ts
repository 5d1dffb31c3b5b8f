/** Memory that grows by so many bytes a request, each of them written to, so that the kernel gives the page. */
export class Leak {
  readonly #bytes: number;
  readonly #endAfter: number;
  readonly #held: Buffer[] = [];

  /** `endAfter`: the process ends behind so many requests; 0 for never. */
  constructor(bytes: number, endAfter: number) {
    this.#bytes = bytes;
    this.#endAfter = endAfter;
  }

  grow(): void {
    this.#held.push(Buffer.allocUnsafeSlow(this.#bytes).fill(1));
    // In a later turn: what was answered is on its way.
    if (this.#held.length === this.#endAfter) setImmediate(() => process.exit(0));
  }
}
