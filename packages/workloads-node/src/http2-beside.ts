import { createServer, type RequestListener } from "node:http";
import { createServer as createHttp2Server } from "node:http2";
import type { Socket } from "node:net";
import { listenWithNode } from "./listen.ts";
import type { ForeignServer } from "./served.ts";
import { sessionsOf, type Http2Listener } from "./sessions-of.ts";
import { closeNode } from "./stop.ts";

/** What a client that knows of HTTP/2 begins with (RFC 9113, section 3.4), as far as no method does. */
const preface = Buffer.from("PRI ");

/**
 * HTTP/2 without TLS and HTTP/1.1 on one port. Node's server for the one answers nothing else: what the first bytes of a
 * connection are says which of the two has it.
 */
export function http2Beside(listener: RequestListener): ForeignServer {
  const http1 = createServer(listener);
  const http2 = createHttp2Server(listener as unknown as Http2Listener);
  const sessions = sessionsOf(http2);
  const [serveHttp1] = http1.listeners("connection") as ((socket: Socket) => void)[];
  const silent = new Set<Socket>();
  http1.removeAllListeners("connection").on("connection", (socket: Socket) => {
    silent.add(socket);
    const leave = (): void => void silent.delete(socket);
    const fail = (): void => void socket.destroy();
    let seen = Buffer.alloc(0);
    const look = (): void => {
      const more = socket.read() as Buffer | null;
      if (more === null) return;
      seen = Buffer.concat([seen, more]);
      const begun = seen.subarray(0, preface.length);
      const isHttp2 = preface.subarray(0, begun.length).equals(begun);
      // A first packet may be as short as P, of POST or of this.
      if (isHttp2 && begun.length < preface.length) return;
      leave();
      socket.off("readable", look).off("close", leave).off("error", fail);
      socket.unshift(seen);
      if (isHttp2) http2.emit("connection", socket);
      else serveHttp1!.call(http1, socket);
    };
    socket.on("readable", look).on("close", leave).on("error", fail);
  });
  return {
    listen: (place) => listenWithNode(http1, place),
    close: async () => {
      for (const socket of silent) socket.destroy();
      for (const session of sessions) session.close();
      await closeNode(http1);
    },
  };
}
