import type { ProcessSeries } from "@stackbench/model";

/** Two minutes of readings every 500 ms. */
const mostCounts = 240;

/** Numbers of processes in time. Once there are too many of them every second one is dropped, and left out from then on. */
export class ProcessCounts {
  readonly #intervalMs: number;
  #counts: number[] = [];
  #every = 1;
  #readings = 0;
  #unknown = false;

  /** `intervalMs`: between two readings. */
  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs;
  }

  add(count: number | undefined): void {
    // A gap would move all that follows.
    if (count === undefined) this.#unknown = true;
    else if (this.#readings % this.#every === 0) this.#counts.push(count);
    this.#readings++;
    if (this.#counts.length <= mostCounts) return;
    this.#counts = this.#counts.filter((_, index) => index % 2 === 0);
    this.#every *= 2;
  }

  /** Undefined where a count could not be read. */
  series(): ProcessSeries | undefined {
    if (this.#unknown || this.#counts.length === 0) return undefined;
    return { intervalMs: this.#intervalMs * this.#every, counts: this.#counts };
  }
}
