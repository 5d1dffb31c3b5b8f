import { TickHistogram } from "./histogram.ts";
import type { Burned } from "./work.ts";

/** Most raw values kept of a kind. */
const mostRaw = 200_000;

/** What the server itself saw since the last reset: the truth that generators are held against. */
export class ResidenceRecord {
  #residence = new TickHistogram();
  #wait = new TickHistogram();
  #waits: number[] = [];
  #interArrivals: number[] = [];
  #lastArrivalMs: number | undefined;
  #resetMs = performance.now();
  #freezes: { startMs: number; endMs: number }[] = [];
  #burnedMicros = 0;
  #firstBurning: Burned | undefined;
  #lastBurning: Burned | undefined;
  #count = 0;
  #resets = 0;
  #connections = 0;
  readonly #law: string;

  constructor(law: string) {
    this.#law = law;
  }

  reset(): void {
    this.#residence = new TickHistogram();
    this.#wait = new TickHistogram();
    this.#waits = [];
    this.#interArrivals = [];
    this.#lastArrivalMs = undefined;
    this.#freezes = [];
    this.#burnedMicros = 0;
    this.#count = 0;
    this.#resets++;
    this.#connections = 0;
    this.#resetMs = performance.now();
    this.#firstBurning = undefined;
    this.#lastBurning = undefined;
  }

  /** A connection asks: each is counted once between two resets. */
  askedBy(connection: { askedSince: number }): void {
    if (connection.askedSince === this.#resets) return;
    connection.askedSince = this.#resets;
    this.#connections++;
  }

  /** A request was answered, and nothing more of it is kept. */
  answered(): void {
    this.#count++;
  }

  /** A request that arrived at `arrivedMs` has been answered just now. */
  stayed(arrivedMs: number): void {
    this.#count++;
    this.#residence.recordMs(performance.now() - arrivedMs);
  }

  arrived(readMs: number): void {
    if (this.#lastArrivalMs !== undefined && this.#interArrivals.length < mostRaw) {
      this.#interArrivals.push(tenths((readMs - this.#lastArrivalMs) * 1000));
    }
    this.#lastArrivalMs = readMs;
  }

  waited(ms: number): void {
    this.#wait.recordMs(ms);
    if (this.#waits.length < mostRaw) this.#waits.push(tenths(ms * 1000));
  }

  /** A freeze that somebody met; each is told many times and kept once. */
  froze(startMs: number, endMs: number): void {
    if (this.#freezes.at(-1)?.startMs !== startMs) this.#freezes.push({ startMs, endMs });
  }

  burned(burning: Burned): void {
    this.#burnedMicros += burning.toMicros - burning.fromMicros;
    this.#firstBurning ??= burning;
    this.#lastBurning = burning;
  }

  toData(): object {
    return {
      law: this.#law,
      count: this.#count,
      connections: this.#connections,
      seconds: (performance.now() - this.#resetMs) / 1000,
      residence: this.#residence.toData(),
      wait: this.#wait.toData(),
      waitsUs: this.#waits,
      interArrivalsUs: this.#interArrivals,
      freezes: this.#freezes.map(({ startMs, endMs }) => ({
        startMs: tenths(startMs - this.#resetMs),
        endMs: tenths(endMs - this.#resetMs),
      })),
      burnedCpuUs: this.#burnedMicros,
      // Not since the reset: resetting and asking are no part of what is measured.
      processCpuUs: (this.#lastBurning?.toMicros ?? 0) - (this.#firstBurning?.fromMicros ?? 0),
    };
  }
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
