import { handleKey, type ResourceSampler, type ServingReplica } from "@stackbench/model";

interface Meter {
  read(): Promise<number | undefined>;
  seconds: number;
}

/** CPU of replicas from one reading to the next. */
export class CpuMeters {
  readonly #sampler: Pick<ResourceSampler, "meter">;
  /** By the replica's first process, or its container: one that comes again is another. */
  #meters = new Map<number | string, Meter>();
  #readAtMs: number;

  constructor(sampler: Pick<ResourceSampler, "meter">, nowMs: number) {
    this.#sampler = sampler;
    this.#readAtMs = nowMs;
  }

  /**
   * Mean CPU of the replicas that were there at the last reading, and are, since then, as a share of the `cpusEach` that
   * each may use; null where there is none yet, or one cannot be read. Those that are new are read from now on. To be
   * called once the call before is over.
   */
  async read(
    serving: readonly ServingReplica[],
    cpusEach: number,
    nowMs: number,
  ): Promise<number | null> {
    const seconds = (nowMs - this.#readAtMs) / 1000;
    this.#readAtMs = nowMs;
    const before = this.#meters;
    this.#meters = new Map();
    // At once: replicas on several machines are read at the same moment.
    const used = await Promise.all(
      serving.map(async ({ handle }): Promise<number | undefined | "new"> => {
        if (!handle) return undefined;
        const key = handleKey(handle);
        const known = before.get(key);
        const meter = known ?? { read: this.#sampler.meter(handle), seconds: 0 };
        const total = await meter.read();
        this.#meters.set(key, { ...meter, seconds: total ?? meter.seconds });
        if (!known) return "new";
        return total === undefined ? undefined : total - known.seconds;
      }),
    );
    const old = used.filter((one) => one !== "new");
    const read = old.filter((one) => one !== undefined);
    if (read.length === 0 || read.length < old.length || seconds <= 0) return null;
    const sum = read.reduce((total, one) => total + one, 0);
    return Math.max(0, sum / read.length / (seconds * cpusEach));
  }
}
