import { connect } from "node:net";
import type { Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { NotHttpError, parseResponse } from "./parse-response.ts";
import type { HttpResponse } from "./parse-response.ts";

/** No right answer came. The message says in a few words what came instead. */
export class NoAnswerError extends Error {
  override readonly name = "NoAnswerError";
}

const answerLimitBytes = 8 * 1024 * 1024;
/** Long enough for a server that shares its CPU with others to read the packets one by one. */
const pieceGapMs = 20;

export interface Connection extends Disposable {
  /** Sends the pieces as packets of their own. */
  send(...pieces: readonly (string | Buffer)[]): Promise<void>;
  /** The next answer. Throws NoAnswerError when the server closes, sends no HTTP or is silent for too long. */
  receive(timeoutMs: number): Promise<HttpResponse>;
  /** Whether the server closes the connection within the time. */
  endsWithin(timeoutMs: number): Promise<boolean>;
}

/** Throws NoAnswerError. */
export async function openConnection(
  host: string,
  port: number,
  timeoutMs: number,
): Promise<Connection> {
  const socket = connect({ host, port, noDelay: true });
  const incoming = new Incoming(socket);
  try {
    await incoming.until(() => (incoming.connected ? true : undefined), timeoutMs, "connect");
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return {
    async send(...pieces) {
      for (const [index, piece] of pieces.entries()) {
        if (index > 0) await pause(pieceGapMs);
        // A failure shows when the answer is awaited.
        if (!socket.destroyed) socket.write(piece);
      }
    },
    receive: (answerMs) => incoming.until(() => incoming.take(), answerMs, "answer"),
    endsWithin: (endMs) =>
      incoming
        .until(() => (incoming.ended ? true : undefined), endMs, "close")
        .then(
          () => true,
          () => incoming.ended,
        ),
    [Symbol.dispose]: () => void socket.destroy(),
  };
}

/** What has come over a socket so far, and a way to wait for more of it. */
class Incoming {
  connected = false;
  ended = false;
  #bytes: Buffer = Buffer.alloc(0);
  #failure: Error | undefined;
  #wake: () => void = () => {};

  constructor(socket: Socket) {
    socket.on("connect", () => this.#change(() => (this.connected = true)));
    socket.on("data", (chunk: Buffer) =>
      this.#change(() => {
        this.#bytes = Buffer.concat([this.#bytes, chunk]);
        if (this.#bytes.length > answerLimitBytes) {
          this.#failure = new NoAnswerError("an answer of more than 8 MiB");
          socket.destroy();
        }
      }),
    );
    socket.on("error", (error) => this.#change(() => (this.#failure ??= worded(error))));
    socket.on("end", () => this.#change(() => (this.ended = true)));
    socket.on("close", () => this.#change(() => (this.ended = true)));
  }

  /** Takes one whole answer off what has come. Throws NoAnswerError when there can be none any more. */
  take(): HttpResponse | undefined {
    let parsed;
    try {
      parsed = this.#bytes.length === 0 ? undefined : parseResponse(this.#bytes, this.ended);
    } catch (error) {
      if (error instanceof NotHttpError) throw new NoAnswerError(error.message, { cause: error });
      throw error;
    }
    if (parsed) {
      this.#bytes = this.#bytes.subarray(parsed.length);
      return parsed.response;
    }
    if (this.#failure) throw this.#failure;
    if (!this.ended) return undefined;
    const got = this.#bytes.length;
    throw new NoAnswerError(
      got === 0 ? "closed without an answer" : `closed after ${got} bytes of an answer`,
    );
  }

  /** Waits until `look` finds something. Throws NoAnswerError. */
  until<Found>(look: () => Found | undefined, timeoutMs: number, what: string): Promise<Found> {
    return new Promise<Found>((resolve, reject) => {
      const finish = (settle: () => void) => {
        clearTimeout(timer);
        this.#wake = () => {};
        settle();
      };
      const timer = setTimeout(() => {
        const message = `no ${what} within ${Math.round(timeoutMs)} ms`;
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
    });
  }

  #change(apply: () => void): void {
    apply();
    this.#wake();
  }
}

function worded(error: NodeJS.ErrnoException): NoAnswerError {
  const words: Record<string, string> = {
    ECONNREFUSED: "connection refused",
    ECONNRESET: "connection reset",
    EPIPE: "connection closed while sending",
    EHOSTUNREACH: "host unreachable",
    ENOTFOUND: "no such host",
  };
  return new NoAnswerError(words[error.code ?? ""] ?? error.message, { cause: error });
}
