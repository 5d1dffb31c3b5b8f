import { createServer, type RequestListener } from "node:http";
import { createSecureServer } from "node:http2";
import type { ForeignServer, Served } from "./served.ts";

/**
 * Node's own server for a listener: HTTP/1.1; or, where `TLS_PEM` has a key and a certificate, HTTP/2 and HTTP/1.1 over
 * TLS, as clients choose by ALPN. The listener is the same: `node:http2` has an API compatible with `node:http`.
 */
export function httpServer(listener: RequestListener): Served {
  const pem = process.env["TLS_PEM"];
  return pem ? secureServer(pem, listener) : createServer(listener);
}

function secureServer(pem: string, listener: RequestListener): ForeignServer {
  const server = createSecureServer(
    { key: pem, cert: pem, minVersion: "TLSv1.3", allowHTTP1: true },
    listener as unknown as Parameters<typeof createSecureServer>[1],
  );
  const sessions = new Set<{ close(): void }>();
  server.on("session", (session) => {
    sessions.add(session);
    session.on("close", () => sessions.delete(session));
  });
  return {
    listen: async (place, backlog) => {
      server.listen("port" in place ? { ...place, backlog } : { path: place.socketPath, backlog });
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      server.once("listening", resolve).once("error", reject);
      await promise;
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Each ends once the requests under way on it are answered.
      for (const session of sessions) session.close();
      await closed;
    },
  };
}
