import type { ResidenceRecord } from "./residence-record.ts";
import { seededRandom } from "./seeded-random.ts";

/** When a request that was read at `readMs` is due, ms of `performance.now()`. */
export type Law = (readMs: number) => number;

/** A number from the environment of the variant. */
export function parameter(name: string): number {
  const value = Number(process.env[name] || Number.NaN);
  if (!(value >= 0)) {
    throw new Error(`$${name}: expected a number >= 0, got "${process.env[name] ?? ""}"`);
  }
  return value;
}

/** Servers enough for everybody: the delays of requests overlap. `queue` has one server, `places` as many as it says. */
export const laws: Record<string, (record: ResidenceRecord) => Law> = {
  constant() {
    const delayMs = parameter("DELAY_MS");
    return (readMs) => readMs + delayMs;
  },

  mix() {
    const [fastMs, slowMs] = [parameter("FAST_MS"), parameter("SLOW_MS")];
    const slowShare = parameter("SLOW_SHARE");
    const random = seededRandom(parameter("SEED"));
    return (readMs) => readMs + (random() < slowShare ? slowMs : fastMs);
  },

  exponential() {
    const meanMs = parameter("MEAN_MS");
    const random = seededRandom(parameter("SEED"));
    return (readMs) => readMs - Math.log(1 - random()) * meanMs;
  },

  /** Frozen for the first part of each period: whoever comes then is answered at the end of the freeze. */
  stall(record) {
    const [freezeMs, periodMs] = [parameter("FREEZE_MS"), parameter("PERIOD_MS")];
    const originMs = performance.now();
    return (readMs) => {
      const startMs = originMs + Math.floor((readMs - originMs) / periodMs) * periodMs;
      const endMs = startMs + freezeMs;
      if (readMs >= endMs) return readMs;
      record.froze(startMs, endMs);
      return endMs;
    };
  },

  /** One server, first come first served, the same service for all: M/D/1 where arrivals are Poisson. */
  queue(record) {
    const serviceMs = parameter("SERVICE_MS");
    let freeAtMs = 0;
    return (readMs) => {
      const waitMs = Math.max(0, freeAtMs - readMs);
      record.arrived(readMs);
      record.waited(waitMs);
      freeAtMs = readMs + waitMs + serviceMs;
      return freeAtMs;
    };
  },

  /**
   * So many servers, first come first served, the same service for all: as many at once and no more, M/D/k where
   * arrivals are Poisson. With equal services whoever comes takes the place of the one who came that many before.
   */
  places() {
    const [places, serviceMs] = [parameter("PLACES"), parameter("SERVICE_MS")];
    const freeAtMs = new Float64Array(places);
    let next = 0;
    return (readMs) => {
      const dueMs = Math.max(readMs, freeAtMs[next]!) + serviceMs;
      freeAtMs[next] = dueMs;
      next = (next + 1) % places;
      return dueMs;
    };
  },
};
