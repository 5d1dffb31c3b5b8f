import type { HistogramData } from "@stackbench/model";
import { Histogram } from "@stackbench/statistics";
import { ticksPerMs } from "./arrival-tally.ts";

const secondMs = 1000;

/**
 * Coarse, since there are many: a bucket's middle is off by at most 1.6 %, and the 7 KiB of one stay in the cache beside
 * the window's own histogram.
 */
const precisionBits = 5;

/** The times of a window's right answers by the whole second in which they came, for percentiles over time. */
export class SecondTally {
  readonly #seconds: Histogram[] = [];

  /** `afterMs`: from the first edge to the answer, 0 or more; `ms`: how long it took. */
  record(afterMs: number, ms: number): void {
    const second = Math.floor(afterMs / secondMs);
    while (this.#seconds.length <= second) this.#seconds.push(new Histogram(precisionBits));
    this.#seconds[second]!.record(Math.floor(ms * ticksPerMs + 0.5));
  }

  /** One a second from the first edge on, up to the last in which an answer came. */
  report(): HistogramData[] {
    return this.#seconds.map((second) => second.toData());
  }
}
