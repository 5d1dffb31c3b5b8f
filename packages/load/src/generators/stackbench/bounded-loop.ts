import type { FreeConnection, Pacer } from "./pacer.ts";
import type { Tickets } from "./tickets.ts";

/**
 * Every free connection sends at once, as long as there are tickets. A ticket is spent on one request, whether it is
 * answered, lost, or finds no connection: a server that is gone ends the window as one that answers does.
 */
export class BoundedLoop implements Pacer {
  /** A connection is made for a request that has its ticket, and for nothing else. */
  readonly connectsOnDemand = true;
  stopAtMs = Infinity;
  readonly #tickets: Tickets;
  readonly #onNoTicket: () => void;
  #taken = 0;
  #hasEnded = false;

  /** `onNoTicket`: a connection is free and has nothing more to send. */
  constructor(tickets: Tickets, onNoTicket: () => void) {
    this.#tickets = tickets;
    this.#onNoTicket = onNoTicket;
  }

  /** What has its ticket is sent. */
  readonly sendUntilMs = Infinity;

  stop(nowMs: number): void {
    this.stopAtMs = Math.min(this.stopAtMs, nowMs);
  }

  offer(connection: FreeConnection, nowMs: number): void {
    if (nowMs < this.stopAtMs && this.#tickets.take()) {
      this.#taken++;
      return connection.send(nowMs, nowMs);
    }
    this.#hasEnded = true;
    this.#onNoTicket();
  }

  isDone(settled: number, nowMs: number): boolean {
    return (this.#hasEnded || nowMs >= this.stopAtMs) && settled >= this.#taken;
  }
}
