import type { HistogramData } from "@stackbench/model";
import { Histogram } from "@stackbench/statistics";

/** Ticks of the histograms per millisecond: one is 0.1 µs. */
export const ticksPerMs = 10_000;

/** What only a schedule can tell: how late requests were sent and answered. */
export class ArrivalTally {
  readonly #latency = new Histogram();
  readonly #sendLag = new Histogram();

  sent(lagMs: number): void {
    this.#sendLag.record(Math.floor(lagMs * ticksPerMs + 0.5));
  }

  succeeded(latencyMs: number): void {
    this.#latency.record(Math.floor(latencyMs * ticksPerMs + 0.5));
  }

  report(): { latency: HistogramData; sendLag: HistogramData } {
    return { latency: this.#latency.toData(), sendLag: this.#sendLag.toData() };
  }
}
