import { NoAnswerError, openConnection } from "./connection.ts";
import type { Connection } from "./connection.ts";
import type { HttpResponse } from "./parse-response.ts";

export interface HttpRequest {
  method: string;
  /** Path and query, as sent. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  /** Sent with its Content-Length; absent for none. */
  body?: string;
}

/** So many connections at once: enough to overlap, few enough for any backlog. */
const concurrentRequests = 16;

/** Asks one server, with bounds on time and on concurrency. */
export interface Client {
  /** One request on a connection of its own. Throws NoAnswerError. */
  ask(request: HttpRequest): Promise<HttpResponse>;
  /** The use of one connection; its time counts as one request. Throws NoAnswerError. */
  converse<Result>(use: (conversation: Conversation) => Promise<Result>): Promise<Result>;
  /** The bytes of a request. */
  encode(request: HttpRequest): Buffer;
}

export interface Conversation extends Pick<Connection, "send"> {
  receive(): Promise<HttpResponse>;
  endsWithin(timeoutMs: number): Promise<boolean>;
}

/**
 * `deadline` (of `performance.now()`, ms) ends everything: later requests fail at once.
 * `requestTimeoutMs` is the longest wait for one answer.
 */
export function createClient(
  host: string,
  port: number,
  deadline: number,
  requestTimeoutMs = 15_000,
): Client {
  const gate = createGate(concurrentRequests);

  const remainingMs = () => {
    const remaining = Math.min(requestTimeoutMs, deadline - performance.now());
    if (remaining <= 0) throw new NoAnswerError("not asked: the verification took too long");
    return remaining;
  };

  const converse: Client["converse"] = (use) =>
    gate(async () => {
      using connection = await openConnection(host, port, remainingMs());
      return await use({
        send: (...pieces) => connection.send(...pieces),
        receive: () => connection.receive(remainingMs()),
        endsWithin: (timeoutMs) => connection.endsWithin(Math.min(timeoutMs, remainingMs())),
      });
    });

  const encode = (request: HttpRequest) => encodeRequest(`${host}:${port}`, request);

  return {
    converse,
    encode,
    ask: (request) =>
      converse(async ({ send, receive }) => {
        await send(encode(request));
        return await receive();
      }),
  };
}

function encodeRequest(authority: string, { method, path, headers, body }: HttpRequest): Buffer {
  const lines = [`${method} ${path} HTTP/1.1`, `Host: ${authority}`];
  for (const [name, value] of Object.entries(headers ?? {})) lines.push(`${name}: ${value}`);
  if (body !== undefined) lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n${body ?? ""}`);
}

/** Lets `limit` tasks run at a time, the others in the order of asking. */
function createGate(limit: number): <Result>(task: () => Promise<Result>) => Promise<Result> {
  let free = limit;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}
