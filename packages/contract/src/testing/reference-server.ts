import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer as createTcpServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import postgres from "postgres";
import type { Flaw } from "./flaw.ts";
import { computedReply, json, Refused } from "./reference-answers.ts";
import type { Reply } from "./reference-answers.ts";
import { itemsReply } from "./reference-items.ts";

export interface ReferenceServer extends AsyncDisposable {
  host: string;
  port: number;
  /** From now on it is wrong in this way. */
  turn(flaw: Flaw | undefined): void;
}

export interface ReferenceOptions {
  /** Needed for `items`. */
  databaseUrl?: string;
  /** Absent: the server is right. */
  flaw?: Flaw;
}

/** A server of the whole contract on a free port of 127.0.0.1. */
export async function startReferenceServer(
  options: ReferenceOptions = {},
): Promise<ReferenceServer> {
  const { databaseUrl } = options;
  let { flaw } = options;
  const sql = databaseUrl === undefined ? undefined : postgres(databaseUrl, { max: 4 });
  const server = createHttpServer((request, response) => void handle(request, response));
  const sockets = new Set<Socket>();

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await readBody(request, flaw);
      write(response, await replyTo(request, body), request);
    } catch (error) {
      if (!(error instanceof Refused)) return write(response, { status: 500, body: "" }, request);
      if (flaw === "dies-of-bad-input") return void request.socket.destroy();
      write(response, refusal(error.message), request);
    }
  }

  async function replyTo(request: IncomingMessage, body: Buffer): Promise<Reply> {
    const { pathname: path, searchParams: query } = new URL(request.url!, "http://reference");
    const method = flaw === "any-method" && request.method === "POST" ? "GET" : request.method!;
    if (path === "/healthz") return { status: flaw === "not-healthy" ? 503 : 200, body: "" };
    if (flaw === "silent") await new Promise(() => {});
    const isItems = path === "/items" || path.startsWith("/items/");
    const reply =
      isItems && sql
        ? await itemsReply({ method: request.method!, path, query, body }, sql, flaw)
        : method === "GET"
          ? await computedReply(path, query, flaw)
          : undefined;
    return reply ?? { status: flaw === "unknown-path-found" ? 200 : 404, body: "" };
  }

  function refusal(message: string): Reply {
    if (flaw === "error-as-text") return { status: 400, contentType: "text/plain", body: message };
    return json(JSON.stringify({ error: message }), flaw, 400);
  }

  function write(response: ServerResponse, reply: Reply, request: IncomingMessage): void {
    const { status, contentType, headers, body } = reply;
    for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
    if (contentType !== undefined) response.setHeader("Content-Type", contentType);
    if (status !== 204) response.setHeader("Content-Length", Buffer.byteLength(body));
    if (flaw === "never-closes") response.setHeader("Connection", "keep-alive");
    if (flaw === "closes-unannounced") response.on("finish", () => request.socket.end());
    if (flaw === "no-http") return void request.socket.end("hello there\r\n\r\n");
    response.statusCode = status;
    if (flaw !== "silent-halfway" || body === "") return void response.end(body);
    response.write(body.slice(0, 5), () => request.socket.end());
  }

  const front = flaw === "needs-whole-head-at-once" ? impatientFront(server) : server;
  front.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  front.listen(0, "127.0.0.1");
  await once(front, "listening");
  return {
    host: "127.0.0.1",
    port: (front.address() as AddressInfo).port,
    turn: (other) => void (flaw = other),
    async [Symbol.asyncDispose]() {
      front.close();
      for (const socket of sockets) socket.destroy();
      await sql?.end({ timeout: 1 });
    },
  };
}

/** Gives up on a connection whose first packet holds less than all headers. */
function impatientFront(server: Server) {
  return createTcpServer((socket) => {
    socket.once("data", (first) => {
      if (!first.includes("\r\n\r\n")) return void socket.destroy();
      socket.pause();
      socket.unshift(first);
      server.emit("connection", socket);
      socket.resume();
    });
  });
}

async function readBody(request: IncomingMessage, flaw: Flaw | undefined): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return flaw === "body-of-first-packet" ? (parts[0] ?? Buffer.alloc(0)) : Buffer.concat(parts);
}
