import { hostHeader, requestBytes } from "@stackbench/http1";
import type { Target } from "@stackbench/model";
import { openConnection, type Connection } from "./connection.ts";
import { createGate } from "./gate.ts";
import type { HttpResponse } from "./incoming.ts";
import { NoAnswerError } from "./no-answer-error.ts";

export interface HttpRequest {
  method: string;
  /** Path and query, as sent. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  /** Sent with its Content-Length; absent for none. */
  body?: string;
}

/** Asks one server, with bounds on time. */
export interface AskingClient {
  /** One request. Throws NoAnswerError. */
  ask(request: HttpRequest): Promise<HttpResponse>;
}

/** The same over HTTP/1.1, each request on a connection of its own, with bounds on concurrency: its bytes can be seen to. */
export interface Client extends AskingClient {
  /** The use of one connection; its time counts as one request. Throws NoAnswerError. */
  converse<Result>(use: (conversation: Conversation) => Promise<Result>): Promise<Result>;
  /** The bytes of a request, as a load sends them; of one after which the connection is to be closed, if so told. */
  encode(request: HttpRequest, keepAlive?: boolean): Buffer;
}

export interface Conversation extends Pick<Connection, "send"> {
  /** The next answer, to a request of that method (GET unless told). */
  receive(method?: string): Promise<HttpResponse>;
  endsWithin(timeoutMs: number): Promise<boolean>;
}

/**
 * `deadline` (of `performance.now()`, ms) ends everything: later requests fail at once.
 * `requestTimeoutMs` is the longest wait for one answer. `keepAlive` is what requests say of their connections: each has
 * one of its own all the same.
 */
export function createClient(
  target: Target,
  deadline: number,
  requestTimeoutMs = 15_000,
  keepAlive = true,
): Client {
  const gate = createGate();

  const remainingMs = () => {
    const remaining = Math.min(requestTimeoutMs, deadline - performance.now());
    if (remaining <= 0) throw new NoAnswerError("not asked: the verification took too long");
    return remaining;
  };

  const converse: Client["converse"] = (use) =>
    gate(async () => {
      using connection = await openConnection(target, remainingMs());
      return await use({
        send: (...pieces) => connection.send(...pieces),
        receive: (method) => connection.receive(remainingMs(), method),
        endsWithin: (timeoutMs) => connection.endsWithin(Math.min(timeoutMs, remainingMs())),
      });
    });

  const encode: Client["encode"] = ({ method, path, headers = {}, body = "" }, kept = keepAlive) =>
    Buffer.from(requestBytes({ method, path, headers, body }, hostHeader(target), kept), "latin1");

  return {
    converse,
    encode,
    ask: (request) =>
      converse(async ({ send, receive }) => {
        await send(encode(request));
        return await receive(request.method);
      }),
  };
}
