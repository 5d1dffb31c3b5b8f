import type { LoadLevel } from "@stackbench/model";
import { NumberRing } from "./number-ring.ts";
import type { FreeConnection, Pacer } from "./pacer.ts";
import { scheduleSlots, type ScheduleShare, type Slots } from "./schedule.ts";
import type { ScheduleFigures } from "./tally.ts";
import { sleep, spin } from "./wake.ts";

interface OpenLoopOptions extends ScheduleShare {
  level: Extract<LoadLevel, { loop: "open" }>;
  /** Start of the schedule, ms of `performance.now()`. */
  beginMs: number;
  /** How long after the schedule's end what was due is still sent. */
  drainMs: number;
  /** Whether the thread may spin. */
  spinning: boolean;
}

/**
 * Sends on an absolute schedule: no slot is ever skipped or moved. What is due goes out at once where a connection
 * is free; else it waits, and the next connection that becomes free takes the one that has waited longest.
 *
 * The free connection that has rested longest is taken (first in, first out). Behind a pre-forked server every
 * connection belongs to one worker: the last one used, which many pools prefer, would leave most workers idle at
 * low rates, and the figures would be those of a smaller server. It also keeps all connections equally warm, and
 * a server that accepts one connection and then waits for its request gets them in the order of connecting.
 */
export class OpenLoop implements Pacer {
  readonly connectsOnDemand = true;
  readonly stopAtMs: number;
  readonly sendUntilMs: number;
  readonly #options: OpenLoopOptions;
  readonly #connections: readonly FreeConnection[];
  readonly #slots: Slots;
  /** Intended starts of the arrivals that wait. */
  readonly #waiting = new NumberRing(4096);
  /** Numbers of the connections that are free. */
  readonly #free: NumberRing;
  /** The next slot that has not come yet. */
  #nextMs: number;
  /** When a spinning event loop last looked at the clock before it looked at the sockets. */
  #roundMs = -Infinity;
  #arrivals = 0;
  #depthMax = 0;
  /** Integral of the queue's depth over the schedule, arrival-ms. */
  #waitedMs = 0;
  #stop = () => {};

  constructor(connections: readonly FreeConnection[], options: OpenLoopOptions) {
    this.#connections = connections;
    this.#options = options;
    this.#free = new NumberRing(connections.length);
    this.#slots = scheduleSlots(options.level, options);
    this.#nextMs = options.beginMs + this.#slots();
    this.stopAtMs = options.beginMs + options.seconds * 1000;
    this.sendUntilMs = this.stopAtMs + options.drainMs;
  }

  /** To be called somewhat before the schedule begins. */
  start(): void {
    this.#stop = (this.#options.spinning ? spin : sleep)((nowMs) => {
      this.#roundMs = nowMs;
      if (this.#nextMs <= nowMs) this.#takeDue(nowMs);
      return this.#nextMs;
    });
  }

  stop(): void {
    this.#stop();
  }

  offer(connection: FreeConnection, nowMs: number): void {
    // First those that came while it was busy: they waited for it, seen or not.
    if (this.#nextMs <= nowMs) this.#takeDue(nowMs);
    if (this.#waiting.length > 0) {
      const intendedMs = this.#waiting.shift();
      this.#countWait(intendedMs, nowMs);
      // Its answer was there when this round began, or came since: a spinning loop knows how long it let it lie,
      // one that sleeps does not.
      connection.send(intendedMs, this.#options.spinning ? this.#roundMs : nowMs);
    } else {
      this.#free.push(connection.number);
    }
  }

  isDone(settled: number, nowMs: number): boolean {
    return nowMs >= this.stopAtMs && this.#nextMs === Infinity && settled === this.#arrivals;
  }

  /** Once sending is over. `sent`: arrivals that were sent, or that no connection could be made for. */
  figures(sent: number): ScheduleFigures {
    // A thread that was kept from running may not even have seen all of them come.
    while (this.#nextMs !== Infinity) this.#wait(this.#takeNext());
    while (this.#waiting.length > 0) this.#countWait(this.#waiting.shift(), this.stopAtMs);
    const { seconds, spinning } = this.#options;
    return {
      arrivals: this.#arrivals,
      seconds,
      queueDepthMean: this.#waitedMs / (seconds * 1000),
      queueDepthMax: this.#depthMax,
      unsent: this.#arrivals - sent,
      spinning,
    };
  }

  #takeDue(nowMs: number): void {
    while (this.#nextMs <= nowMs) {
      const intendedMs = this.#takeNext();
      if (this.#free.length === 0) this.#wait(intendedMs);
      else this.#connections[this.#free.shift()]!.send(intendedMs, intendedMs);
    }
  }

  #takeNext(): number {
    const intendedMs = this.#nextMs;
    this.#nextMs = this.#options.beginMs + this.#slots();
    this.#arrivals++;
    return intendedMs;
  }

  #wait(intendedMs: number): void {
    this.#waiting.push(intendedMs);
    if (this.#waiting.length > this.#depthMax) this.#depthMax = this.#waiting.length;
  }

  #countWait(intendedMs: number, untilMs: number): void {
    this.#waitedMs += Math.max(0, Math.min(untilMs, this.stopAtMs) - intendedMs);
  }
}
