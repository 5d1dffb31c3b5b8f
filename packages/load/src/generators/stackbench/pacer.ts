/** A connection that can send its next request. */
export interface FreeConnection {
  /** Its place among the connections of its thread. */
  readonly number: number;
  /**
   * Sends the next request. `intendedMs`: when it was due; `freeMs`: when this connection was seen to be free for
   * it, if that was later. What comes after the later of the two is the generator's own lateness.
   */
  send(intendedMs: number, freeMs: number): void;
}

/** Decides when a free connection sends. All times are ms of `performance.now()`. */
export interface Pacer {
  /** A connection has become free: its `send` is called now, later or never. */
  offer(connection: FreeConnection, nowMs: number): void;
  /**
   * True: a connection counts as free before it is established, which is done when there is something to send.
   * False: connections are established as soon as they can be, and offered then.
   */
  readonly connectsOnDemand: boolean;
  /** Nothing becomes due from then on; Infinity until the load is stopped. */
  readonly stopAtMs: number;
  /** Nothing is sent from then on, not even what was due before. */
  readonly sendUntilMs: number;
  /** Stops the load: nothing becomes due from `nowMs` on. */
  stop(nowMs: number): void;
  /** Whether nothing is left to be sent. `settled`: requests that ended, or never got a connection. */
  isDone(settled: number, nowMs: number): boolean;
}

/** Every free connection sends at once, until the load is stopped. */
export class ClosedLoop implements Pacer {
  readonly connectsOnDemand = false;
  stopAtMs = Infinity;

  get sendUntilMs(): number {
    return this.stopAtMs;
  }

  stop(nowMs: number): void {
    this.stopAtMs = nowMs;
  }

  offer(connection: FreeConnection, nowMs: number): void {
    if (nowMs < this.stopAtMs) connection.send(nowMs, nowMs);
  }

  isDone(_settled: number, nowMs: number): boolean {
    return nowMs >= this.stopAtMs;
  }
}
