import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** A server in this process that remembers what it was asked. */
export interface HelloServer extends AsyncDisposable {
  port: number;
  /** Requests so far. */
  asked(): number;
  /** Requests without an answer yet. */
  open(): number;
  /** Connections so far, and those that stand. */
  connections(): number;
  standing(): number;
  onConnection(listener: () => void): void;
  /** `method path` of every request, by connection in the order of connecting. */
  askedByConnection(): string[][];
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Answers as the contract's `/hello`, or as `handler` does. */
export async function helloServer(handler: Handler = answerHello): Promise<HelloServer> {
  const bySocket = new Map<Socket, string[]>();
  let asked = 0;
  let open = 0;
  let standing = 0;
  const server = createServer((request, response) => {
    asked++;
    open++;
    response.on("close", () => open--);
    bySocket.get(request.socket)?.push(`${request.method} ${request.url}`);
    handler(request, response);
  });
  server.on("connection", (socket) => {
    bySocket.set(socket, []);
    standing++;
    socket.on("close", () => standing--);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked: () => asked,
    open: () => open,
    connections: () => bySocket.size,
    standing: () => standing,
    onConnection: (listener) => void server.on("connection", listener),
    askedByConnection: () => [...bySocket.values()],
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function answerHello(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/plain", "content-length": 13 });
  response.end("Hello, world!");
}
