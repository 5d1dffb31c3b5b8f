import { createServer, type RequestListener } from "node:http";
import { createSecureServer } from "node:http2";
import { http2Beside } from "./http2-beside.ts";
import type { ForeignServer, Served } from "./served.ts";
import { sessionsOf, type Http2Listener } from "./sessions-of.ts";

/**
 * Node's own server for a listener: HTTP/1.1; where `HTTP2` says h2c, HTTP/2 beside it; or, where `TLS_PEM` has a key and a
 * certificate, both over TLS, as clients choose by ALPN. The listener is the same for all.
 */
export function httpServer(listener: RequestListener): Served {
  const { TLS_PEM: pem, HTTP2: http2 } = process.env;
  if (pem) return secureServer(pem, listener);
  return http2 === "h2c" ? http2Beside(listener) : createServer(listener);
}

function secureServer(pem: string, listener: RequestListener): ForeignServer {
  const server = createSecureServer(
    { key: pem, cert: pem, minVersion: "TLSv1.3", allowHTTP1: true },
    listener as unknown as Http2Listener,
  );
  const sessions = sessionsOf(server);
  return {
    listen: async (place, backlog) => {
      server.listen("port" in place ? { ...place, backlog } : { path: place.socketPath, backlog });
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      server.once("listening", resolve).once("error", reject);
      await promise;
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const session of sessions) session.close();
      await closed;
    },
  };
}
