import type { LoadErrorKind, LoadPart } from "@stackbench/model";
import { Histogram } from "@stackbench/statistics";

/** What belongs to a window of the requests of one part of a mix. Times are ticks of the histograms. */
export class PartTally {
  readonly #serviceTime = new Histogram();
  readonly #latency: Histogram | undefined;
  readonly #errors: Partial<Record<LoadErrorKind, number>> = {};
  #succeeded = 0;
  #unfinished = 0;

  constructor(isOpen: boolean) {
    this.#latency = isOpen ? new Histogram() : undefined;
  }

  receive(): void {
    this.#succeeded++;
  }

  /** `latencyTicks` counts in an open loop only. */
  succeed(serviceTicks: number, latencyTicks: number): void {
    this.#serviceTime.record(serviceTicks);
    this.#latency?.record(latencyTicks);
  }

  fail(kind: LoadErrorKind): void {
    this.#errors[kind] = (this.#errors[kind] ?? 0) + 1;
  }

  giveUp(): void {
    this.#unfinished++;
  }

  report(): LoadPart {
    return {
      succeeded: this.#succeeded,
      errors: this.#errors,
      unfinished: this.#unfinished,
      serviceTime: this.#serviceTime.toData(),
      ...(this.#latency && { latency: this.#latency.toData() }),
    };
  }
}
