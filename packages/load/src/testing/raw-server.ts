import { createServer, type AddressInfo, type Socket } from "node:net";

export interface RawServer extends AsyncDisposable {
  port: number;
}

/** A TCP server that does as it likes with the n-th request (from 0 on, over all connections). */
export async function rawServer(
  onRequest: (socket: Socket, n: number) => void,
): Promise<RawServer> {
  const sockets = new Set<Socket>();
  let asked = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("data", () => onRequest(socket, asked++));
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The answer to `/hello` as bytes. */
export const rawHello = "HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\nHello, world!";
