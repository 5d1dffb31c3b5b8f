import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A server that runs until the test ends, over TLS with a key and a certificate. Returns its URL, without a path. */
export async function serve(listener: RequestListener, pair?: ServerOptions): Promise<string> {
  const server = pair === undefined ? createServer(listener) : createTlsServer(pair, listener);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return pair === undefined ? `http://127.0.0.1:${port}` : `https://localhost:${port}`;
}
