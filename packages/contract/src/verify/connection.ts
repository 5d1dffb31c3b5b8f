import { setTimeout as pause } from "node:timers/promises";
import { openSocket } from "@stackbench/http1";
import type { Target } from "@stackbench/model";
import { Incoming, type HttpResponse } from "./incoming.ts";

/** Long enough for a server that shares its CPU with others to read the packets one by one. */
const pieceGapMs = 20;

export interface Connection extends Disposable {
  /** Sends the pieces as packets of their own. */
  send(...pieces: readonly (string | Buffer)[]): Promise<void>;
  /**
   * The next answer, to a request of that method (GET unless told). Throws NoAnswerError when the server closes, sends
   * no HTTP or is silent for too long.
   */
  receive(timeoutMs: number, method?: string): Promise<HttpResponse>;
  /** Whether the server closes the connection within the time. */
  endsWithin(timeoutMs: number): Promise<boolean>;
}

/** Throws NoAnswerError. */
export async function openConnection(target: Target, timeoutMs: number): Promise<Connection> {
  const opening = openSocket(target);
  const { socket } = opening;
  const incoming = new Incoming(opening);
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
    receive: (answerMs, method) =>
      incoming.until(() => incoming.take(method === "HEAD"), answerMs, "answer"),
    endsWithin: (endMs) =>
      incoming
        .until(() => incoming.skip(), endMs, "close")
        .then(
          () => true,
          () => incoming.ended,
        ),
    [Symbol.dispose]: () => void socket.destroy(),
  };
}
