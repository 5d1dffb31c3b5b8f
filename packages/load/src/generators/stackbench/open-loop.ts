import type { LoadLevel } from "@stackbench/model";
import { NumberRing } from "./number-ring.ts";
import type { FreeConnection, Pacer } from "./pacer.ts";
import { scheduleSlots, type ScheduleShare, type Slots } from "./schedule.ts";
import type { ScheduleFigures } from "../../agent/tally.ts";
import { sleep, spin } from "./wake.ts";

interface OpenLoopOptions extends Omit<ScheduleShare, "seconds"> {
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
  stopAtMs = Infinity;
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
  /** The window's edges, and what of the schedule lies between them. */
  #fromMs = Infinity;
  #toMs = Infinity;
  #arrivalsInWindow = 0;
  #depthMax = 0;
  /** Integral of the queue's depth over the window, arrival-ms. */
  #waitedMs = 0;
  #sleep = () => {};

  constructor(connections: readonly FreeConnection[], options: OpenLoopOptions) {
    this.#connections = connections;
    this.#options = options;
    this.#free = new NumberRing(connections.length);
    this.#slots = scheduleSlots(options.level, { ...options, seconds: Infinity });
    this.#nextMs = options.beginMs + this.#slots();
  }

  get sendUntilMs(): number {
    return this.stopAtMs + this.#options.drainMs;
  }

  /** One that was marked before is forgotten. */
  mark(fromMs: number, toMs: number): void {
    this.#fromMs = fromMs;
    this.#toMs = toMs;
    this.#arrivalsInWindow = 0;
    this.#depthMax = 0;
    this.#waitedMs = 0;
  }

  /** To be called somewhat before the schedule begins. */
  start(): void {
    this.#sleep = (this.#options.spinning ? spin : sleep)((nowMs) => {
      this.#roundMs = nowMs;
      if (this.#nextMs <= nowMs) this.#takeDue(nowMs);
      return this.#nextMs;
    });
  }

  /** What was due before is sent, even where nobody has looked at the clock since. */
  stop(nowMs: number): void {
    this.#takeDue(nowMs);
    this.stopAtMs = nowMs;
    this.#nextMs = Infinity;
  }

  /** The load is over: nobody wakes up for it any more. */
  end(): void {
    this.#sleep();
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
    return nowMs >= this.stopAtMs && settled === this.#arrivals;
  }

  /** Once sending is over. `taken`: arrivals of the window that were sent, or that no connection could be made for. */
  figures(taken: number): ScheduleFigures {
    while (this.#waiting.length > 0) this.#countWait(this.#waiting.shift(), this.stopAtMs);
    const windowMs = this.#toMs - this.#fromMs;
    return {
      arrivals: this.#arrivalsInWindow,
      seconds: windowMs / 1000,
      arrivalsInAll: this.#arrivals,
      queueDepthMean: this.#waitedMs / windowMs,
      queueDepthMax: this.#depthMax,
      unsent: this.#arrivalsInWindow - taken,
      spinning: this.#options.spinning,
    };
  }

  #takeDue(nowMs: number): void {
    while (this.#nextMs <= nowMs) {
      const intendedMs = this.#nextMs;
      this.#nextMs = this.#options.beginMs + this.#slots();
      this.#arrivals++;
      if (intendedMs >= this.#fromMs && intendedMs < this.#toMs) this.#arrivalsInWindow++;
      if (this.#free.length === 0) this.#wait(intendedMs);
      else this.#connections[this.#free.shift()]!.send(intendedMs, intendedMs);
    }
  }

  #wait(intendedMs: number): void {
    this.#waiting.push(intendedMs);
    const depth = this.#waiting.length;
    if (depth > this.#depthMax && intendedMs >= this.#fromMs && intendedMs < this.#toMs) {
      this.#depthMax = depth;
    }
  }

  #countWait(intendedMs: number, untilMs: number): void {
    const [from, to] = [Math.max(intendedMs, this.#fromMs), Math.min(untilMs, this.#toMs)];
    if (to > from) this.#waitedMs += to - from;
  }
}
