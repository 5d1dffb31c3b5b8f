import type { createSecureServer, Http2SecureServer, Http2Server } from "node:http2";

/** A listener of `node:http2`, whose API is compatible with that of `node:http`. */
export type Http2Listener = Parameters<typeof createSecureServer>[1];

/** The connections of HTTP/2 that a server has at any time. Each ends, once told to, when the requests under way on it are answered. */
export function sessionsOf(
  server: Http2Server | Http2SecureServer,
): ReadonlySet<{ close(): void }> {
  const sessions = new Set<{ close(): void }>();
  server.on("session", (session) => {
    sessions.add(session);
    session.on("close", () => sessions.delete(session));
  });
  return sessions;
}
