/**
 * Counts of ticks of 0.1 µs in the buckets of `Histogram` in packages/statistics, and its data form: the image of these
 * servers holds no workspace package. A test holds the two against each other.
 */
export class TickHistogram {
  readonly #precisionBits = 9;
  readonly #buckets = new Map<number, number>();
  #count = 0;
  #sum = 0;
  #min = Infinity;
  #max = 0;

  recordMs(ms: number): void {
    const ticks = Math.max(0, Math.round(ms * 10_000));
    const tracked = Math.min(ticks, 0xffff_ffff);
    const shift = 31 - Math.clz32(tracked | (1 << this.#precisionBits)) - this.#precisionBits;
    const index = (shift << this.#precisionBits) + (tracked >>> shift);
    this.#buckets.set(index, (this.#buckets.get(index) ?? 0) + 1);
    this.#count++;
    this.#sum += ticks;
    this.#min = Math.min(this.#min, ticks);
    this.#max = Math.max(this.#max, ticks);
  }

  toData(): object {
    return {
      tickNanoseconds: 100,
      precisionBits: this.#precisionBits,
      count: this.#count,
      min: this.#count === 0 ? 0 : this.#min,
      max: this.#max,
      sum: this.#sum,
      buckets: [...this.#buckets].toSorted(([a], [b]) => a - b),
    };
  }
}
