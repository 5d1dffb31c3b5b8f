import { estimateClock, readClock } from "@stackbench/statistics";

/**
 * The monotonic clock of another machine against the one here. Nobody sets a monotonic clock, so that a machine whose date is wrong, or is
 * corrected under load, keeps its place; two of them drift apart by some 50 µs a second at most, so that it is compared before each load.
 */
export class NodeClock {
  #offsetMs = 0;
  /** `there` is at most so far from the truth, ms. */
  errorMs = 0;
  /** The longest that it took to ask for it, ms. */
  roundTripMs = 0;

  /** `read`: asks the other machine for it, ms. Throws what that throws. */
  async compare(read: () => Promise<number>): Promise<void> {
    const readings = await readClock(read, () => performance.now());
    const { offsetMs, errorMs } = estimateClock(readings);
    this.#offsetMs = offsetMs;
    this.errorMs = errorMs;
    this.roundTripMs = Math.max(...readings.map(({ sentMs, backMs }) => backMs - sentMs));
  }

  /** A moment of `performance.now()` here, by the clock there. */
  there(hereMs: number): number {
    return hereMs + this.#offsetMs;
  }
}
