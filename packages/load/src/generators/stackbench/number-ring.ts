/** A first-in, first-out queue of numbers that allocates nothing while it is large enough, and doubles when it is not. */
export class NumberRing {
  length = 0;
  #values: Float64Array;
  #head = 0;

  /** `capacity` is rounded up to a power of two. */
  constructor(capacity: number) {
    this.#values = new Float64Array(2 ** Math.ceil(Math.log2(Math.max(2, capacity))));
  }

  push(value: number): void {
    if (this.length === this.#values.length) this.#grow();
    this.#values[(this.#head + this.length) & (this.#values.length - 1)] = value;
    this.length++;
  }

  /** Takes the oldest out. Only where `length` > 0. */
  shift(): number {
    const value = this.#values[this.#head]!;
    this.#head = (this.#head + 1) & (this.#values.length - 1);
    this.length--;
    return value;
  }

  #grow(): void {
    const grown = new Float64Array(2 * this.#values.length);
    grown.set(this.#values.subarray(this.#head));
    grown.set(this.#values.subarray(0, this.#head), this.#values.length - this.#head);
    this.#values = grown;
    this.#head = 0;
  }
}
