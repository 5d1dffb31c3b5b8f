import { connect } from "node:http2";
import type { TLSSocket } from "node:tls";
import type { Http2, Target } from "@stackbench/model";
import { describeRefusal } from "./describe-refusal.ts";
import { openSocket } from "./open-socket.ts";
import { connectedTo } from "./request-bytes.ts";

/** How a server speaks HTTP/2, or what it did instead, in words. */
type TriedHttp2 = { http2: Http2 } | { refusal: string };

/**
 * Begins to speak HTTP/2 with a server, once, within the time: over TLS where it chooses that (ALPN), else by prior
 * knowledge, which is answered by its settings (RFC 9113, section 3.4). Nothing is asked.
 */
export async function tryHttp2(target: Target, limitMs: number): Promise<TriedHttp2> {
  const { socket } = openSocket(target, undefined, ["h2", "http/1.1"]);
  const { promise, resolve } = Promise.withResolvers<TriedHttp2>();
  const late = `no answer in HTTP/2 within ${limitMs / 1000} s`;
  const timer = setTimeout(() => resolve({ refusal: late }), limitMs);
  socket.on("error", (error: NodeJS.ErrnoException) => {
    const isOther = error.code?.startsWith("ERR_HTTP2_") === true;
    resolve({ refusal: isOther ? "it answered in another protocol" : describeRefusal(error) });
  });
  socket.once("close", () => resolve({ refusal: "it closed the connection" }));
  if (target.tls) {
    socket.once("secureConnect", () => {
      const chosen = (socket as TLSSocket).alpnProtocol;
      const refusal = `it chose ${chosen === false || chosen === null ? "no protocol" : chosen} (ALPN)`;
      resolve(chosen === "h2" ? { http2: "h2" } : { refusal });
    });
  } else {
    const session = connect(`http://${connectedTo(target)}`, { createConnection: () => socket });
    session.once("remoteSettings", () => resolve({ http2: "h2c" }));
    // Its socket has told already.
    session.on("error", () => {});
  }
  return await promise.finally(() => {
    clearTimeout(timer);
    socket.destroy();
  });
}
