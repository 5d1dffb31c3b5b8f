import { connect, type ClientHttp2Session, type IncomingHttpHeaders } from "node:http2";
import { connectedTo, hostHeader, openSocket } from "@stackbench/http1";
import type { Target } from "@stackbench/model";
import type { AskingClient, HttpRequest } from "./client.ts";
import { createGate } from "./gate.ts";
import type { HttpResponse } from "./incoming.ts";
import { NoAnswerError } from "./no-answer-error.ts";

/** Fields that are of a connection of HTTP/1.1: HTTP/2 has no place for them (RFC 9113, section 8.2.2). */
const ofConnections = new Set(["connection", "keep-alive", "transfer-encoding", "upgrade"]);

/**
 * Asks one server over HTTP/2, by prior knowledge or over TLS by ALPN: all requests on one connection, beside each other.
 * `deadline` and `requestTimeoutMs` are as those of `createClient`. Disposing closes the connection.
 */
export function createHttp2Client(
  target: Target,
  deadline: number,
  requestTimeoutMs: number,
): AskingClient & Disposable {
  const session = connect(`${schemeOf(target)}://${connectedTo(target)}`, {
    createConnection: () => openSocket(target, undefined, ["h2"]).socket,
  });
  // What became of the connection: the requests on it only know that it is gone.
  let fault: Error | undefined;
  session.on("error", (error: Error) => (fault = error));
  const asked = { authority: hostHeader(target), scheme: schemeOf(target) };
  const gate = createGate();
  return {
    ask: (request) =>
      gate(async () => {
        const timeoutMs = Math.min(requestTimeoutMs, deadline - performance.now());
        if (timeoutMs <= 0) throw new NoAnswerError("not asked: the verification took too long");
        const overtime = AbortSignal.timeout(timeoutMs);
        try {
          return await answerTo(session, request, asked, overtime);
        } catch (error) {
          const { message } = fault ?? (error as Error);
          const got = overtime.aborted ? `no answer within ${Math.round(timeoutMs)} ms` : message;
          throw new NoAnswerError(`over HTTP/2: ${got}`, { cause: error });
        }
      }),
    [Symbol.dispose]: () => session.destroy(),
  };
}

function schemeOf({ tls }: Pick<Target, "tls">): string {
  return tls ? "https" : "http";
}

async function answerTo(
  session: ClientHttp2Session,
  { method, path, headers = {}, body }: HttpRequest,
  { authority, scheme }: { authority: string; scheme: string },
  signal: AbortSignal,
): Promise<HttpResponse> {
  const [[, called = authority] = [], others] = withoutHost(headers);
  const stream = session.request(
    {
      ":method": method,
      ":path": path,
      ":scheme": scheme,
      ":authority": called,
      ...others,
      ...(body !== undefined && { "content-length": Buffer.byteLength(body) }),
    },
    { signal, endStream: body === undefined },
  );
  const head = Promise.withResolvers<IncomingHttpHeaders & { ":status"?: number }>();
  stream.on("response", head.resolve);
  stream.on("error", head.reject);
  stream.on("close", () => head.reject(new Error("closed without an answer")));
  if (body !== undefined) stream.end(body);
  const { ":status": status = 0, ...fields } = await head.promise;
  const parts: Buffer[] = [];
  for await (const part of stream as AsyncIterable<Buffer>) parts.push(part);
  return { status, headers: fieldsOf(fields), body: Buffer.concat(parts), closes: false };
}

/** What HTTP/1.1 says by Host stands in `:authority`: servers refuse a request that has both and they differ. */
function withoutHost(
  headers: Readonly<Record<string, string>>,
): [host: [string, string] | undefined, others: Record<string, string>] {
  const entries = Object.entries(headers);
  const isHost = ([name]: [string, string]) => name.toLowerCase() === "host";
  return [entries.find(isHost), Object.fromEntries(entries.filter((entry) => !isHost(entry)))];
}

/** As a server of HTTP/1.1 would have told them. */
function fieldsOf(fields: IncomingHttpHeaders): HttpResponse["headers"] {
  return new Map(
    Object.entries(fields).flatMap(([name, value]): [string, string][] =>
      value === undefined || name.startsWith(":") || ofConnections.has(name)
        ? []
        : [[name, Array.isArray(value) ? value.join(", ") : value]],
    ),
  );
}
