import type { LoadLevel } from "@stackbench/model";
import { seededRandom } from "@stackbench/statistics";

/** Gives one slot after the other, in ms since the start of the schedule; Infinity once it is over. */
export type Slots = () => number;

/** One thread's share of a schedule. */
export interface ScheduleShare {
  /** Number of this thread, from 0 on, and how many there are. */
  index: number;
  threads: number;
  seed: number;
  /** Loads of the session so far: each has arrivals of its own, or one would repeat another's. */
  phase: number;
  /** Length of the schedule; Infinity where it goes on until it is stopped. */
  seconds: number;
}

/** A slot that lies a rounding error before the end lies at the end, and is none. */
const roundingMs = 1e-6;

/**
 * When one thread's arrivals are due. Nothing that happens moves a slot: the schedule depends on level, seed and
 * thread alone. Constant: slot n of all threads together at n / rate, dealt out in turn, so that the threads
 * interleave evenly. Poisson: exponential gaps at rate / threads by inversion, -ln(1 - u) / rate; independent
 * Poisson streams add up to one of the whole rate (J. F. C. Kingman, Poisson Processes, 1993, section 2.2).
 */
export function scheduleSlots(
  level: Extract<LoadLevel, { loop: "open" }>,
  share: ScheduleShare,
): Slots {
  const slots = level.arrivals === "constant" ? constant(level, share) : poisson(level, share);
  const endMs = share.seconds * 1000 - roundingMs;
  return () => {
    const slotMs = slots();
    return slotMs < endMs ? slotMs : Infinity;
  };
}

function constant(
  { ratePerSecond }: { ratePerSecond: number },
  { index, threads }: ScheduleShare,
): Slots {
  let n = index;
  return () => {
    // From the number and not from the last slot: nothing adds up.
    const slotMs = (n * 1000) / ratePerSecond;
    n += threads;
    return slotMs;
  };
}

function poisson(
  { ratePerSecond }: { ratePerSecond: number },
  { index, threads, seed, phase }: ScheduleShare,
): Slots {
  const random = seededRandom(seedOf((seed + phase * 0x9e3779b1) >>> 0, index));
  const meanGapMs = (1000 * threads) / ratePerSecond;
  let slotMs = 0;
  return () => {
    slotMs -= Math.log(1 - random()) * meanGapMs;
    return slotMs;
  };
}

/** A seed of the thread's own: number `index` of those that the given seed yields. */
function seedOf(seed: number, index: number): number {
  const random = seededRandom(seed);
  for (let i = 0; i < index; i++) random();
  return Math.floor(random() * 2 ** 32);
}
