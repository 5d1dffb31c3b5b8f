import type { Socket } from "node:net";
import {
  describeRefusal,
  ProtocolError,
  readFields,
  ResponseFramer,
  type OpeningSocket,
} from "@stackbench/http1";
import { NoAnswerError } from "./no-answer-error.ts";

/** An HTTP/1.1 answer as it came over the wire, de-chunked. */
export interface HttpResponse {
  status: number;
  /** Names in lower case; values of repeated headers joined by ", ". */
  headers: ReadonlyMap<string, string>;
  body: Buffer;
  /** Whether the server said that it closes the connection after this answer. */
  closes: boolean;
}

/** The longest body that is taken in to be looked at. */
const longestBodyBytes = 256 * 1024 * 1024;
/** What comes while nobody waits for it is left with the kernel from here on. */
const mostWaitingBytes = 1024 * 1024;

/** What comes over a socket, and a way to wait for it. */
export class Incoming {
  connected = false;
  ended = false;
  readonly #socket: Socket;
  readonly #framer = new ResponseFramer({ keepsHeads: true });
  /** Come, and not yet taken in. */
  #chunks: Buffer[] = [];
  #waitingBytes = 0;
  /** Of the present answer, framing included; undefined between answers. */
  #takenBytes: number | undefined;
  #failure: Error | undefined;
  #wake: (() => void) | undefined;

  constructor({ socket, ready }: OpeningSocket) {
    this.#socket = socket;
    socket.on(ready, () => this.#change(() => (this.connected = true)));
    socket.on("data", (chunk: Buffer) => this.#change(() => this.#put(chunk)));
    socket.on("error", (error) => this.#change(() => (this.#failure ??= worded(error))));
    socket.on("end", () => this.#change(() => (this.ended = true)));
    socket.on("close", () => this.#change(() => (this.ended = true)));
  }

  /** Takes one whole answer off what has come. Throws NoAnswerError when there can be none any more. */
  take(isToHead: boolean): HttpResponse | undefined {
    const framer = this.#framer;
    if (this.#takenBytes === undefined) {
      framer.reset(longestBodyBytes, isToHead);
      this.#takenBytes = 0;
    }
    this.#pushAll();
    if (!framer.complete && this.#failure) throw this.#failure;
    if (!framer.complete && this.ended && !framer.end()) {
      const got = this.#takenBytes;
      throw new NoAnswerError(
        got === 0 ? "closed without an answer" : `closed after ${got} bytes of an answer`,
      );
    }
    if (!framer.complete) return undefined;
    this.#takenBytes = undefined;
    return {
      status: framer.status,
      headers: readFields(framer.head),
      body: framer.takeBody()!,
      closes: !framer.keepAlive,
    };
  }

  /** Lets go of all that has come: only the end is waited for. True once it is there. */
  skip(): true | undefined {
    this.#chunks = [];
    this.#waitingBytes = 0;
    return this.ended ? true : undefined;
  }

  /** Waits until `look` finds something. Throws NoAnswerError. */
  until<Found>(look: () => Found | undefined, timeoutMs: number, what: string): Promise<Found> {
    return new Promise<Found>((resolve, reject) => {
      const finish = (settle: () => void) => {
        clearTimeout(timer);
        this.#wake = undefined;
        settle();
      };
      const timer = setTimeout(() => {
        const got = this.#takenBytes ? `, only ${this.#takenBytes} bytes of it` : "";
        const message = `no ${what} within ${Math.round(timeoutMs)} ms${got}`;
        finish(() => reject(new NoAnswerError(message)));
      }, timeoutMs);
      this.#wake = () => {
        try {
          const found = look();
          if (found !== undefined) finish(() => resolve(found));
          else if (this.#failure) finish(() => reject(this.#failure!));
        } catch (error) {
          finish(() => reject(error));
        }
      };
      this.#wake();
      this.#socket.resume();
    });
  }

  #put(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#waitingBytes += chunk.length;
    if (!this.#wake && this.#waitingBytes > mostWaitingBytes) this.#socket.pause();
  }

  /** Throws NoAnswerError for what is no answer, or too long a one. */
  #pushAll(): void {
    const framer = this.#framer;
    const chunks = this.#chunks;
    this.#chunks = [];
    this.#waitingBytes = 0;
    for (const chunk of chunks) {
      const taken = framer.complete ? 0 : this.#push(chunk);
      if (taken < chunk.length) this.#put(chunk.subarray(taken));
    }
  }

  #push(chunk: Buffer): number {
    let taken;
    try {
      taken = this.#framer.push(chunk, 0, chunk.length);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      throw new NoAnswerError(`no HTTP answer: ${error.message}`, { cause: error });
    }
    this.#takenBytes! += taken;
    if (this.#framer.bodyBytes > longestBodyBytes) {
      throw new NoAnswerError(
        `an answer of more than ${longestBodyBytes / 2 ** 20} MiB, which is the harness's own limit for one that it checks`,
      );
    }
    return taken;
  }

  #change(apply: () => void): void {
    apply();
    this.#wake?.();
  }
}

function worded(error: NodeJS.ErrnoException): NoAnswerError {
  return new NoAnswerError(describeRefusal(error), { cause: error });
}
