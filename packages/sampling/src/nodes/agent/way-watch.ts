import { connect } from "node:net";

/** A way that is fine answers within a fraction of a ms; the kernel asks again after a second, which is another question. */
const deadAfterMs = 1000;
const everyMs = 100;
/** Nothing of the harness or of a stack listens there: the kernel of the other machine answers, whatever its programs do. */
const closedPort = 1;

/**
 * Asks time and again whether other machines are reached, and keeps for how long one was not. All by this machine's
 * monotonic clock. A program that stands still asks nothing, and what was asked before it is answered: that is no silence.
 */
export class WayWatch implements Disposable {
  readonly #ways: Way[];
  readonly #timer: NodeJS.Timeout;

  constructor(addresses: readonly string[], port = closedPort) {
    this.#ways = addresses.map((address) => new Way(address, port));
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
  readonly #port: number;
  #answeredMs = performance.now();
  /** When the first of those was sent that nobody has answered since. */
  #silentSinceMs: number | undefined;
  readonly #waiting = new Set<() => void>();

  constructor(address: string, port: number) {
    this.#address = address;
    this.#port = port;
  }

  ask(): void {
    const sentMs = performance.now();
    const socket = connect({ host: this.#address, port: this.#port });
    let isOver = false;
    const over = (isAnswered: boolean): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      socket.destroy();
      if (isAnswered) this.#answered(sentMs);
      else this.#unanswered(sentMs);
    };
    // Where this process stood still, the answer may lie there unread: it gets one turn.
    const timer = setTimeout(() => setImmediate(over, false), deadAfterMs);
    socket.on("connect", () => over(true));
    socket.on("error", ({ code }: NodeJS.ErrnoException) => {
      // That it is refused is an answer; where there is no way, the kernel of this machine says so.
      if (code === "ECONNREFUSED" || code === "ECONNRESET") over(true);
    });
  }

  /** Resolves once it is known whether the way is there at that moment. */
  async until(nowMs: number): Promise<number> {
    while (this.#answeredMs < nowMs && this.#silentSinceMs === undefined) {
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
    const since = this.#silentSinceMs;
    return Math.max(this.longestMs, since === undefined ? 0 : performance.now() - since);
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
