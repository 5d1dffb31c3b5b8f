import { connect, type Socket } from "node:net";

/** A way that is fine answers within a fraction of a ms; the kernel asks again after a second, which is another question. */
const deadAfterMs = 1000;
const everyMs = 100;
/** Nothing of the harness or of a stack listens there: the kernel of the other machine answers, whatever its programs do. */
const closedPort = 1;

type Ask = (address: string, onAnswer: () => void) => { destroy(): void };

function askKernel(host: string, onAnswer: () => void): Socket {
  const socket = connect({ host, port: closedPort });
  socket.on("connect", onAnswer);
  // That it is refused is an answer; where there is no way, the kernel of this machine says so.
  socket.on("error", ({ code }: NodeJS.ErrnoException) => {
    if (code === "ECONNREFUSED" || code === "ECONNRESET") onAnswer();
  });
  return socket;
}

/**
 * Asks time and again whether other machines are reached, and keeps for how long one was not. All by this machine's
 * monotonic clock. A program that stands still asks nothing, and what was asked before it is answered: that is no silence.
 */
export class WayWatch implements Disposable {
  readonly #ways: Way[];
  readonly #timer: NodeJS.Timeout;

  /** `ask` calls back once with an answer, or never; what it gives is destroyed when nobody waits for that any more. */
  constructor(addresses: readonly string[], ask: Ask = askKernel) {
    this.#ways = addresses.map((address) => new Way(address, ask));
    this.#timer = setInterval(() => this.#ways.forEach((way) => way.ask()), everyMs);
  }

  /** The longest silence from here on. */
  begin(): void {
    for (const way of this.#ways) way.longestMs = 0;
  }

  /** The longest silence that lay in the time since `begin` or reached into it, ms; waits a second where one may just have begun. */
  async longestMs(): Promise<number> {
    const each = await Promise.all(this.#ways.map((way) => way.until(performance.now())));
    return Math.max(0, ...each);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

class Way {
  longestMs = 0;
  readonly #address: string;
  readonly #asks: Ask;
  #answeredMs = performance.now();
  /** When the first of those was sent that nobody has answered since. */
  #silentSinceMs: number | undefined;
  readonly #waiting = new Set<() => void>();

  constructor(address: string, asks: Ask) {
    this.#address = address;
    this.#asks = asks;
  }

  ask(): void {
    const sentMs = performance.now();
    let isOver = false;
    const over = (isAnswered: boolean): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      asked.destroy();
      if (isAnswered) this.#answered(sentMs);
      else this.#unanswered(sentMs);
    };
    const asked = this.#asks(this.#address, () => over(true));
    // Where this process stood still, the answer may lie there unread: it gets one turn.
    const timer = setTimeout(() => setImmediate(over, false), deadAfterMs);
  }

  /** Resolves once it is known whether the way is there at that moment. */
  async until(nowMs: number): Promise<number> {
    while (this.#answeredMs < nowMs && this.#silentSinceMs === undefined) {
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
    const since = this.#silentSinceMs;
    if (since === undefined) return this.longestMs;
    // A timer may be a fraction of a ms early.
    return Math.max(this.longestMs, deadAfterMs, performance.now() - since);
  }

  #answered(sentMs: number): void {
    if (this.#silentSinceMs !== undefined && sentMs > this.#silentSinceMs) {
      this.longestMs = Math.max(this.longestMs, sentMs - this.#silentSinceMs);
      this.#silentSinceMs = undefined;
    }
    this.#answeredMs = Math.max(this.#answeredMs, sentMs);
    this.#wake();
  }

  #unanswered(sentMs: number): void {
    if (sentMs > this.#answeredMs) this.#silentSinceMs ??= sentMs;
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
