import type { ResourceSampler, ServingReplica } from "@stackbench/model";

interface Meter {
  read(): number | undefined;
  seconds: number;
}

/** CPU of replicas from one reading to the next. */
export class CpuMeters {
  readonly #sampler: Pick<ResourceSampler, "meter">;
  /** By the replica's first process: one that comes again is another. */
  #meters = new Map<number, Meter>();
  #readAtMs: number;

  constructor(sampler: Pick<ResourceSampler, "meter">, nowMs: number) {
    this.#sampler = sampler;
    this.#readAtMs = nowMs;
  }

  /**
   * Mean CPU of the replicas that were there at the last reading, and are, since then, as a share of the `cpusEach` that
   * each may use; null where there is none yet, or one cannot be read. Those that are new are read from now on.
   */
  read(serving: readonly ServingReplica[], cpusEach: number, nowMs: number): number | null {
    const seconds = (nowMs - this.#readAtMs) / 1000;
    this.#readAtMs = nowMs;
    const before = this.#meters;
    this.#meters = new Map();
    const used: (number | undefined)[] = [];
    for (const { handle } of serving) {
      if (!handle) {
        used.push(undefined);
        continue;
      }
      const known = before.get(handle.pid);
      const meter = known ?? { read: this.#sampler.meter(handle), seconds: 0 };
      const total = meter.read();
      if (known) used.push(total === undefined ? undefined : total - known.seconds);
      this.#meters.set(handle.pid, { ...meter, seconds: total ?? meter.seconds });
    }
    const read = used.filter((one) => one !== undefined);
    if (read.length === 0 || read.length < used.length || seconds <= 0) return null;
    const sum = read.reduce((total, one) => total + one, 0);
    return Math.max(0, sum / read.length / (seconds * cpusEach));
  }
}
