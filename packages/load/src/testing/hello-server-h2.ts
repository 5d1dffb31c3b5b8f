import {
  createSecureServer,
  createServer,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import type { AddressInfo } from "node:net";

/** A server of HTTP/2, without TLS unless told, in this process that remembers what it was asked. */
export interface HelloServerH2 extends AsyncDisposable {
  port: number;
  /** Requests so far. */
  asked(): number;
  /** Connections that stand. */
  standing(): number;
  /** Of the last one: its header, pseudo-header fields included, and its body. */
  last(): { header: Record<string, unknown>; body: string } | undefined;
}

/** What becomes of the n-th request, from 0 on, over all connections. */
type Handler = (stream: ServerHttp2Stream, n: number) => void;

/** Answers as the contract's `/hello`, or as `handler` does. `pem`: a key and its certificate, for TLS. */
export async function helloServerH2(
  handler: Handler = answerHelloH2,
  pem?: string,
): Promise<HelloServerH2> {
  const sessions = new Set<ServerHttp2Session>();
  let asked = 0;
  let last: ReturnType<HelloServerH2["last"]>;
  const server = pem === undefined ? createServer() : createSecureServer({ key: pem, cert: pem });
  server.on("session", (session) => {
    sessions.add(session);
    session.on("close", () => sessions.delete(session));
    session.on("error", () => {});
  });
  server.on("stream", (stream, header) => {
    const n = asked++;
    const seen = { header: { ...header }, body: "" };
    last = seen;
    stream.on("error", () => {});
    stream.on("data", (chunk: Buffer) => (seen.body += chunk.toString()));
    stream.on("end", () => handler(stream, n));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked: () => asked,
    standing: () => sessions.size,
    last: () => last,
    [Symbol.asyncDispose]: async () => {
      for (const session of sessions) session.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function answerHelloH2(stream: ServerHttp2Stream): void {
  // Whoever asked may have gone meanwhile.
  if (stream.destroyed) return;
  stream.respond({ ":status": 200, "content-type": "text/plain", "content-length": 13 });
  stream.end("Hello, world!");
}
